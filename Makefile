# barometre: built with PGXS.
#
#   make demo           build, install, show the demo editions on a throw-away server
#   make demo-psql      the same, then psql on that server
#   make check          build, install, run every test on a throw-away server
#   make fuzz           mutated values, on a server with assertions and sanitizers
#   make bench          measure against plain SQL and DuckDB
#   make views          the SQL of the views, every part written out, as psql takes it
#   make, make install  for the PostgreSQL of PG_CONFIG
#   make installcheck   the regression tests, on the server that PGHOST and PGPORT lead to

PG_CONFIG ?= pg_config
export PG_CONFIG

commands = demo demo-psql check fuzz bench

ifneq ($(filter $(commands),$(MAKECMDGOALS)),)

# The commands install what they need first, so they cannot rely on PGXS.
# sudo, where this user may not write into PostgreSQL's folders.
as_owner = $$([ -w "$$($(PG_CONFIG) --pkglibdir)" ] || echo sudo)
.PHONY: $(commands) installed packages

packages:
	@test/install_packages

installed: packages
	@echo "Building and installing barometre for $$($(PG_CONFIG) --version)."
	+@$(MAKE) -s all
	+@$(as_owner) $(MAKE) -s install PG_CONFIG="$$(command -v $(PG_CONFIG))"

demo: installed
	test/throwaway_server test/demo/run

demo-psql: installed
	test/throwaway_server test/demo/run --psql

check: installed
	test/throwaway_server test/run

fuzz: packages
	test/tools/assertion_server test/fuzz/run

bench: installed
	SERVER_OPTIONS="$$(cat test/bench/postgresql.conf)" test/throwaway_server test/bench/run

else

EXTENSION = barometre
EXTVERSION := $(shell sed -n "s/^default_version = '\(.*\)'/\1/p" barometre.control)
MODULE_big = barometre

OBJS = $(patsubst %.c,%.o,$(wildcard src/*.c src/*/*.c src/*/*/*.c))

script = $(EXTENSION)--$(EXTVERSION).sql
steps = $(notdir $(wildcard src/upgrade/$(EXTENSION)--*--*.sql))
DATA_built = $(script) $(steps)
EXTRA_CLEAN = $(script) $(steps)

PG_CPPFLAGS = -Isrc -isystem $(shell $(PG_CONFIG) --includedir-server) -DMATHLIB_STANDALONE
PG_CFLAGS = -Wextra -Wno-unused-parameter -ffp-contract=off $(of_compiler)
# gcc compiles all files as one: an audit's way from its arguments to its scores
# leads through four of them.  PGXS reads PG_CFLAGS where it is included.
compiler = $(shell $(CC) --version | head -n 1)
of_compiler = $(if $(findstring clang,$(compiler)),-Wno-unknown-warning-option -Wno-ignored-optimization-argument,-flto=auto)

# Other libraries in the server's process must not take our symbols, nor libRmath's
# for theirs: Debian's static libRmath where there is one, and nothing exported but
# what PostgreSQL calls.
RMATH ?= $(or $(filter /%,$(shell $(CC) -print-file-name=libRmath.a)),-lRmath) -lm
SHLIB_LINK = $(RMATH)

# make installcheck
installcheck: server
.PHONY: server
server:
	@$$($(PG_CONFIG) --bindir)/pg_isready -q || { \
		echo 'No server answers: set PGHOST and PGPORT to one that has this barometre, or use "make check", which starts its own.' >&2; exit 1; }

REGRESS = $(patsubst sql/%.sql,%,$(wildcard sql/*.sql))
REGRESS_OPTS = --load-extension=barometre --encoding=UTF8

PGXS := $(shell $(PG_CONFIG) --pgxs 2>/dev/null)
ifeq ($(wildcard $(PGXS)),)
$(error "$(PG_CONFIG) --pgxs" leads to no PostgreSQL to build for: install postgresql-server-dev-all, or set PG_CONFIG to the pg_config of one)
endif
include $(PGXS)

ifeq ($(PORTNAME),linux)
SHLIB_LINK += -Wl,--version-script=src/barometre.map
endif

# The same digits with JIT.
BITCODE_CFLAGS += -ffp-contract=off

# What was built for another PostgreSQL, or by another compiler, is built anew.
built_for := $(shell $(PG_CONFIG) --version --pkglibdir) $(compiler)
ifneq ($(built_for),$(shell cat .built_for 2>/dev/null))
$(file >.built_for,$(built_for))
endif
$(OBJS) $(OBJS:.o=.bc): .built_for

$(OBJS): $(wildcard src/*/*.h src/*/*/*.h)

$(MODULE_big).so: src/barometre.map

# The loops over answers and over units; PostgreSQL's own flag for such loops.
src/scoring/tally.o src/statistics/calibration/basis.o: CFLAGS += $(CFLAGS_VECTORIZE)

sql_files = src/order src/script.awk $(wildcard src/*.sql src/*/*.sql src/*/*/*.sql)

$(script): $(sql_files)
	awk -f src/script.awk src/order >$@.tmp
	mv $@.tmp $@

$(steps): $(sql_files)
	awk -v step_script=src/upgrade/$@ -f src/script.awk src/order >$@.tmp
	mv $@.tmp $@

.PHONY: views
views:
	@awk -v show=views -f src/script.awk src/order

endif
