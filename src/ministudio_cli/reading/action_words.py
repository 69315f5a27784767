"""Words by which an action is read; see `reading.action`."""

from __future__ import annotations

IRREGULAR = {
    "lay": "lie", "lain": "lie", "lying": "lie", "ran": "run", "sat": "sit", "stood": "stand", "rose": "rise",
    "risen": "rise", "went": "go", "gone": "go", "goes": "go", "came": "come", "fell": "fall", "fallen": "fall",
    "crept": "creep", "swam": "swim", "swum": "swim", "flew": "fly", "flown": "fly", "flies": "fly",
    "threw": "throw", "thrown": "throw", "caught": "catch", "took": "take", "taken": "take", "gave": "give",
    "given": "give", "held": "hold", "kept": "keep", "brought": "bring", "spoke": "speak", "spoken": "speak",
    "said": "say", "told": "tell", "taught": "teach", "thought": "think", "saw": "see", "seen": "see",
    "heard": "hear", "wrote": "write", "written": "write", "drew": "draw", "drawn": "draw", "ate": "eat",
    "eaten": "eat", "drank": "drink", "drunk": "drink", "drove": "drive", "driven": "drive", "rode": "ride",
    "ridden": "ride", "sang": "sing", "sung": "sing", "slept": "sleep", "woke": "wake", "woken": "wake",
    "wept": "weep", "shook": "shake", "shaken": "shake", "shot": "shoot", "fought": "fight", "struck": "strike",
    "hid": "hide", "hidden": "hide", "bent": "bend", "leapt": "leap", "knelt": "kneel", "dug": "dig",
    "built": "build", "made": "make", "sewn": "sew", "left": "leave", "found": "find", "bore": "bear",
    "wore": "wear", "met": "meet", "felt": "feel", "won": "win", "blew": "blow", "dove": "dive", "froze": "freeze",
    "got": "get", "sank": "sink", "spun": "spin", "sprang": "spring", "stole": "steal", "fled": "flee",
    "began": "begin", "stuck": "stick", "fed": "feed", "dying": "die", "tying": "tie", "hung": "hang",
    "lit": "light",
}  # fmt: skip
"""Forms that no rule gives, each with its lemma."""
SKIPPED = frozenset((
    "again", "all", "almost", "alone", "also", "are", "be", "been", "begins", "both", "can", "cannot", "continues",
    "could", "did", "do", "does", "each", "even", "finally", "gently", "had", "has", "have", "here", "is", "just",
    "keeps", "manages", "may", "must", "needs", "never", "not", "now", "once", "only", "quickly", "quietly", "should",
    "slowly", "softly", "soon", "starts", "still", "suddenly", "then", "there", "to", "tries", "wants", "was", "were",
    "will", "would",
))  # fmt: skip
"""What may stand before a verb."""
PREPOSITIONS = frozenset((
    "about", "above", "across", "after", "against", "along", "among", "around", "as", "at", "before", "behind",
    "below", "beside", "between", "by", "down", "for", "from", "in", "inside", "into", "like", "near", "of", "off",
    "on", "onto", "out", "outside", "over", "past", "through", "to", "toward", "towards", "under", "up", "upon",
    "while", "with", "without",
))  # fmt: skip
"""What ends a verb’s object."""
PARTICLES = frozenset((
    "against", "around", "asleep", "at", "away", "back", "close", "down", "drum", "drums", "flute", "for", "forward",
    "from", "goodbye", "guitar", "hand", "hands", "in", "into", "off", "on", "out", "over", "piano", "through", "to",
    "up", "violin",
))  # fmt: skip
"""What a verb may be said with."""
DETERMINERS = frozenset((
    "a", "an", "another", "her", "his", "its", "my", "one", "our", "some", "that", "the", "their", "these", "this",
    "those", "three", "two", "your",
))  # fmt: skip
PRONOUNS = frozenset((
    "alone", "each", "everything", "her", "herself", "him", "himself", "it", "itself", "other", "something", "them",
    "themselves", "together", "way",
))  # fmt: skip
"""What is no thing by itself."""
TOGETHER = frozenset((
    "all", "both", "everybody", "everyone", "they", "together",
))  # fmt: skip
PAIR = frozenset((
    "couple", "pair", "two",
))  # fmt: skip
SAME = frozenset((
    "he", "it", "she", "who",
))  # fmt: skip
"""Who is meant as in the clause before."""
INSTRUMENTS = frozenset((
    "drum", "drums", "flute", "guitar", "hands", "piano", "violin",
))  # fmt: skip
NOT = frozenset(
    ("not", "never", "without", "doesn't", "doesn’t", "don't", "don’t", "cannot", "can't", "can’t", "won't", "won’t")
)
"""Words before what is not done."""
MEANWHILE = frozenset((
    "as", "when", "while",
))  # fmt: skip
