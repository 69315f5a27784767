"""What English writes short: units, money, titles, abbreviations, acronyms and signs, and how each is said."""

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
MONTH = r"(?P<month>(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?))\.?"
NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
DASH = r"\s?[-–—−]\s?"
SCALE = {"k": "thousand", "K": "thousand", "M": "million", "m": "million", "B": "billion", "bn": "billion",
          "b": "billion", "T": "trillion", "tn": "trillion", "thousand": "thousand", "million": "million",
          "billion": "billion", "trillion": "trillion"}  # fmt: skip
MONEY = {
    "$": ("dollar", "dollars", "cent", "cents"), "€": ("euro", "euros", "cent", "cents"),
    "£": ("pound", "pounds", "penny", "pence"), "¥": ("yen", "yen", "", ""), "₹": ("rupee", "rupees", "paisa", "paise"),
    "₩": ("won", "won", "", ""), "₽": ("ruble", "rubles", "kopek", "kopeks"), "₿": ("bitcoin", "bitcoin", "", ""),
    "₺": ("lira", "lira", "", ""), "₴": ("hryvnia", "hryvnias", "", ""), "₪": ("shekel", "shekels", "", ""),
    "฿": ("baht", "baht", "", ""), "₫": ("dong", "dong", "", ""), "₱": ("peso", "pesos", "", ""),
}  # fmt: skip
WHOSE = {
    "US": "U S", "A": "Australian", "AU": "Australian", "C": "Canadian", "CA": "Canadian", "NZ": "New Zealand",
    "HK": "Hong Kong", "S": "Singapore", "R": "Brazilian",
}  # fmt: skip
CODES = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹"}
UNITS: dict[str, tuple[str, str]] = {
    "km": ("kilometer", "kilometers"), "m": ("meter", "meters"), "cm": ("centimeter", "centimeters"),
    "mm": ("millimeter", "millimeters"), "µm": ("micrometer", "micrometers"), "nm": ("nanometer", "nanometers"),
    "mi": ("mile", "miles"), "ft": ("foot", "feet"), "yd": ("yard", "yards"), "kg": ("kilogram", "kilograms"),
    "g": ("gram", "grams"), "mg": ("milligram", "milligrams"), "lb": ("pound", "pounds"), "lbs": ("pound", "pounds"),
    "oz": ("ounce", "ounces"), "t": ("ton", "tons"), "l": ("liter", "liters"), "L": ("liter", "liters"),
    "ml": ("milliliter", "milliliters"), "mL": ("milliliter", "milliliters"), "cl": ("centiliter", "centiliters"),
    "s": ("second", "seconds"), "sec": ("second", "seconds"), "secs": ("second", "seconds"),
    "ms": ("millisecond", "milliseconds"), "min": ("minute", "minutes"), "mins": ("minute", "minutes"),
    "h": ("hour", "hours"), "hr": ("hour", "hours"), "hrs": ("hour", "hours"), "Hz": ("hertz", "hertz"),
    "kHz": ("kilohertz", "kilohertz"), "MHz": ("megahertz", "megahertz"), "GHz": ("gigahertz", "gigahertz"),
    "B": ("byte", "bytes"), "KB": ("kilobyte", "kilobytes"), "kB": ("kilobyte", "kilobytes"),
    "MB": ("megabyte", "megabytes"), "GB": ("gigabyte", "gigabytes"), "TB": ("terabyte", "terabytes"),
    "PB": ("petabyte", "petabytes"), "Mbps": ("megabit per second", "megabits per second"),
    "Gbps": ("gigabit per second", "gigabits per second"), "fps": ("frame per second", "frames per second"),
    "rpm": ("turn per minute", "turns per minute"), "mph": ("mile per hour", "miles per hour"),
    "kmh": ("kilometer per hour", "kilometers per hour"), "kph": ("kilometer per hour", "kilometers per hour"),
    "W": ("watt", "watts"), "kW": ("kilowatt", "kilowatts"), "MW": ("megawatt", "megawatts"),
    "kWh": ("kilowatt hour", "kilowatt hours"), "V": ("volt", "volts"), "mV": ("millivolt", "millivolts"),
    "A": ("amp", "amps"), "mA": ("milliamp", "milliamps"), "mAh": ("milliamp hour", "milliamp hours"),
    "Ω": ("ohm", "ohms"), "N": ("newton", "newtons"), "J": ("joule", "joules"), "kJ": ("kilojoule", "kilojoules"),
    "kcal": ("kilocalorie", "kilocalories"), "cal": ("calorie", "calories"), "Pa": ("pascal", "pascals"),
    "hPa": ("hectopascal", "hectopascals"), "dB": ("decibel", "decibels"), "px": ("pixel", "pixels"),
    "MP": ("megapixel", "megapixels"), "ha": ("hectare", "hectares"), "ac": ("acre", "acres"),
    "sq ft": ("square foot", "square feet"), "sqft": ("square foot", "square feet"),
    "sq m": ("square meter", "square meters"), "sq km": ("square kilometer", "square kilometers"),
    "sq mi": ("square mile", "square miles"), "hp": ("horsepower", "horsepower"), "bpm": ("beat per minute", "beats per minute"),
    "°C": ("degree Celsius", "degrees Celsius"), "°F": ("degree Fahrenheit", "degrees Fahrenheit"),
    "℃": ("degree Celsius", "degrees Celsius"), "℉": ("degree Fahrenheit", "degrees Fahrenheit"),
    "°": ("degree", "degrees"), "%": ("percent", "percent"), "‰": ("per mille", "per mille"),
    "¢": ("cent", "cents"), "″": ("inch", "inches"), "′": ("foot", "feet"),
}  # fmt: skip
SHORT_UNITS = {"m", "g", "t", "l", "L", "s", "h", "A", "V", "W", "N", "J", "B", "ac", "cal", "min", "ha"}
"""Units that are words or letters of their own: read as units only where they follow their number closely."""
PER = {"h": "hour", "hr": "hour", "s": "second", "sec": "second", "min": "minute", "m": "meter", "m²": "square meter",
        "m3": "cubic meter", "m³": "cubic meter", "l": "liter", "L": "liter", "kg": "kilogram", "day": "day",
        "week": "week", "month": "month", "year": "year", "km": "kilometer", "night": "night", "mo": "month",
        "yr": "year", "hour": "hour", "person": "person"}  # fmt: skip
FRACTIONS = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
}  # fmt: skip
TITLES = {
    "Dr": "doctor", "Mr": "mister", "Mrs": "missus", "Ms": "miz", "Prof": "professor", "Sgt": "sergeant",
    "Lt": "lieutenant", "Capt": "captain", "Gen": "general", "Col": "colonel", "Maj": "major", "Cpl": "corporal",
    "Cmdr": "commander", "Adm": "admiral", "Rev": "reverend", "Hon": "honorable", "Gov": "governor", "Sen": "senator",
    "Rep": "representative", "Pres": "president", "Supt": "superintendent", "Mt": "mount", "Ft": "fort", "Fr": "father",
    "Messrs": "messieurs", "Pvt": "private",
}  # fmt: skip
ABBREVIATIONS = {
    "vs": "versus", "etc": "etcetera", "approx": "approximately", "dept": "department", "est": "established",
    "fig": "figure", "vol": "volume", "ch": "chapter", "pp": "pages", "max": "maximum", "min": "minimum",
    "misc": "miscellaneous", "tel": "telephone", "ext": "extension", "Jr": "junior", "Sr": "senior", "Inc": "incorporated",
    "Ltd": "limited", "Corp": "corporation", "Co": "company", "Bros": "brothers", "Ave": "avenue", "Blvd": "boulevard",
    "Rd": "road", "Sq": "square", "Hwy": "highway", "Apt": "apartment", "Assn": "association", "Univ": "university",
    "Mon": "Monday", "Tue": "Tuesday", "Tues": "Tuesday", "Wed": "Wednesday", "Thu": "Thursday", "Thurs": "Thursday",
    "Fri": "Friday", "Sat": "Saturday", "Sun": "Sunday", "cf": "compare", "ca": "circa", "govt": "government",
    "Jan": "January", "Feb": "February", "Aug": "August", "Sept": "September", "Oct": "October", "Nov": "November",
    "Dec": "December",
}  # fmt: skip
ONLY_STOPPED = {"max", "min", "est", "ch", "fig", "vol", "ext", "tel", "Co", "Sun", "Sat", "Wed", "Mon", "Fri", "ca",
                 "cf", "Jan", "Dec", "Oct", "Rev", "Gen", "Col", "Hon", "Rep", "Sen", "Ft", "Fr", "Rd", "Sq", "etc", "Inc",
                 "pp", "Maj", "Pres"}  # fmt: skip
"""Abbreviations that are words or names too: read so only before a full stop."""
ACRONYMS = {
    "AI", "US", "UK", "EU", "UN", "IT", "TV", "PC", "ID", "AC", "DC", "AD", "BC", "CE", "BCE", "LA", "NY", "DJ", "MC",
    "PR", "HR", "ER", "OR", "VR", "AR", "XR", "GP", "MP", "PM", "AM", "CEO", "CTO", "CFO", "COO", "IPO", "API", "CPU",
    "GPU", "USB", "SSD", "LED", "DIY", "FAQ", "GPS", "DNA", "RNA", "HIV", "MRI", "FBI", "CIA", "NBA", "NFL", "BBC", "CNN",
    "IBM", "HTML", "CSS", "SQL", "URL", "HTTP", "HTTPS", "XML", "SDK", "IDE", "CI", "CD", "ML", "UI", "UX", "QA", "PDF",
    "PHD", "MBA", "ETA", "RSVP", "SOS", "IQ", "EQ", "USA", "UAE", "SUV", "ATM", "VIP", "VPN", "NGO", "GDP", "KPI", "B2B",
    "B2C", "SMS", "OS", "CGI", "VFX", "SFX", "FX", "DVD", "EV", "ISS", "AWS", "WHO", "IMF", "WWF", "NHS", "MIT", "ICU",
}  # fmt: skip
SPOKEN_ACRONYMS = {
    "JPEG": "jay peg", "JPG": "jay peg", "GIF": "gif", "PNG": "P N G", "WIFI": "why fie", "SQL": "S Q L", "JSON": "jason",
    "YAML": "yammel", "CAPTCHA": "captcha", "COVID": "covid", "NATO": "nayto", "UNESCO": "you nesko", "AIDS": "aids",
    "NASA": "NASA", "OPEC": "oh peck", "RAM": "ram", "ROM": "rom", "PIN": "pin", "SIM": "sim", "ASAP": "ay sap",
    "FIFA": "feefa", "IKEA": "eye kea", "LASER": "laser", "RADAR": "radar", "SWAT": "swat", "ZIP": "zip", "OK": "okay",
    "MIDI": "middy", "CRISPR": "crisper", "UNICEF": "you nih sef",
}  # fmt: skip
HEADS = r"(?:Chapters?|Parts?|Acts?|Scenes?|Volumes?|Books?|Sections?|Phases?|Types?|Marks?|Class|Levels?|Wars?|War|Figures?|Episodes?|Rocky|Star Wars|Apollo|Mach|Schedule|Title|Article|Super Bowl|Windows|Stage|Unit|Appendix|Century)"
NAMES = r"(?:Louis|Henry|Richard|Edward|George|William|James|Charles|Elizabeth|Mary|Philip|Frederick|Pope|John Paul|Benedict|Pius|Leo|Gregory|Innocent|Napoleon|Nicholas|Alexander|Peter|Catherine|Ivan|Ramses|Ramesses|Ptolemy|Darius|Otto|Carl|Gustav|Haakon|Harald|Christian|Margaret|Ferdinand|Alfonso|Clement|Urban|Boniface|Sixtus|Julius|Francis|Thutmose|Amenhotep|Cleopatra|Victor Emmanuel|Wilhelm|Juan|Felipe|Leopold|Albert|Rama|Mehmed|Murad|Selim|Bayezid|Osman)"
ENDINGS = r"(?:com|org|net|edu|gov|io|ai|dev|app|co|uk|de|fr|es|it|jp|cn|in|eu|info|me|tv|us|ca|au|nl|ch|tech|studio|film|xyz|ly|fm|gg)"
CALLS = r"(?:[Dd]ial(?:ed|led|ing|s)?|[Cc]all(?:ed|ing|s)?|[Rr]ing|[Rr]ang|[Tt]ext|[Pp]hone|[Nn]umber)"
DECADES = {
    "20": "twenties", "30": "thirties", "40": "forties", "50": "fifties", "60": "sixties", "70": "seventies",
    "80": "eighties", "90": "nineties", "00": "two thousands", "10": "tens",
}  # fmt: skip

SIGNS = {
    "&": "and", "@": "at", "%": "percent", "=": "equals", "<": "is less than", ">": "is greater than",
    "≤": "is less than or equal to", "≥": "is greater than or equal to", "≠": "is not equal to", "±": "plus or minus",
    "×": "times", "÷": "divided by", "≈": "is about", "°": "degrees", "§": "section", "©": "copyright", "™": "trademark",
    "®": "registered", "∞": "infinity", "√": "the square root of", "π": "pi", "→": "to", "µ": "micro", "+": "plus",
    "€": "euros", "£": "pounds", "¥": "yen", "₹": "rupees", "$": "dollars", "¢": "cents", "№": "number", "Ω": "omega",
    "∑": "the sum of", "Δ": "delta",
}  # fmt: skip

FOLDED = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "th", "þ": "th", "ł": "l", "ı": "i", "ħ": "h",
}  # fmt: skip
