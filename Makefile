# barometre: built with PGXS.
#
#   make demo           build, install, show the demo editions on a throw-away server
#   make demo-psql      the same, then psql on that server
#   make check          build, install, run every test on a throw-away server
#   make bench          measure against plain SQL and DuckDB
#   make, make install  for the PostgreSQL of PG_CONFIG

PG_CONFIG ?= pg_config
export PG_CONFIG

commands = demo demo-psql check bench

ifneq ($(filter $(commands),$(MAKECMDGOALS)),)

# The commands install what they need first, so they cannot rely on PGXS.
# sudo, where this user may not write into PostgreSQL's folders.
as_owner = $$([ -w "$$($(PG_CONFIG) --pkglibdir)" ] || echo sudo)
.PHONY: $(commands) installed

installed:
	test/install_packages
	+$(MAKE) -s all
	+@$(as_owner) $(MAKE) -s install PG_CONFIG="$$(command -v $(PG_CONFIG))"

demo: installed
	test/throwaway_server test/demo/run

demo-psql: installed
	test/throwaway_server test/demo/run --psql

check: installed
	test/throwaway_server test/run

bench: installed
	SERVER_OPTIONS="$$(cat test/bench/postgresql.conf)" test/throwaway_server test/bench/run

else

EXTENSION = barometre
EXTVERSION = 1.0.0
MODULE_big = barometre

# A room is NAME.c and the SQL that declares it; the order is the script's.
rooms = barometre score_summary estimate adjusted_p_value weighted_score scale answers \
	audit_form scorecard operators ranking answer_guard

OBJS = src/value_io.o $(rooms:%=src/%.o)

define include
function put(file, line, words) {
	while ((getline line < file) > 0) {
		if (split(line, words, " ") == 2 && words[1] == "\\i") put(words[2])
		else print line
	}
	close(file)
}
BEGIN { put(ARGV[1]) }
endef
export include

script = $(EXTENSION)--$(EXTVERSION).sql
DATA_built = $(script)
EXTRA_CLEAN = $(script)

PG_CPPFLAGS = -isystem $(shell $(PG_CONFIG) --includedir-server) -DMATHLIB_STANDALONE
PG_CFLAGS = -Wextra -Wno-unused-parameter $(if $(findstring clang,$(CC)),-Wno-unknown-warning-option -Wno-ignored-optimization-argument) -ffp-contract=off
SHLIB_LINK = -lRmath

PGXS := $(shell $(PG_CONFIG) --pgxs)
include $(PGXS)

$(OBJS): $(wildcard src/*.h)

# The loop over answers; PostgreSQL's own flag for such loops.
src/scorecard.o: CFLAGS += $(CFLAGS_VECTORIZE)

# observatory.sql holds the other files of its folder as text: awk puts
# each in place of its line "\i FILE".
$(script): $(rooms:%=src/%.sql) $(wildcard src/observatory/*.sql src/observatory/views/*.sql) Makefile
	cat $(rooms:%=src/%.sql) >$@.tmp
	cd src/observatory && awk "$$include" observatory.sql >>$(CURDIR)/$@.tmp
	mv $@.tmp $@

endif
