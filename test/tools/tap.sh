# tap.sh: for the scripts of test/servers/, which print TAP.
# shellcheck shell=sh
tests=0 failed=0

# is GOT WANTED WHAT
is() {
	tests=$((tests + 1))
	if [ "$1" = "$2" ]; then
		echo "ok $tests - $3"
	else
		failed=$((failed + 1))
		echo "not ok $tests - $3"
		printf 'got:    %s\nwanted: %s\n' "$1" "$2" | cut -c 1-1000 | sed 's/^/# /'
	fi
}

# like GOT PART WHAT
like() {
	case $1 in
	*"$2"*) is "$2" "$2" "$3" ;;
	*) is "$1" "$2" "$3" ;;
	esac
}

finish() {
	echo "1..$tests"
	[ "$failed" = 0 ]
}

sql() {
	psql -qXAt -v ON_ERROR_STOP=1 "$@"
}

# as_server COMMAND...: as the user that test/throwaway_server runs servers as
as_server() {
	if [ "$(id -u)" = 0 ]; then
		(cd / && exec runuser -u postgres -- "$@")
	else
		"$@"
	fi
}

# figures SCHEMA: a line for each table and view of an observatory, with its
# number of rows and a hash of them that does not depend on their order
figures() {
	sql -c "SET search_path = $1, pg_temp" -c "SET extra_float_digits = 1" -f - <<-SQL
		SELECT NOT pg_is_in_recovery() AS writable \gset
		\if :writable
		ANALYZE;
		\endif
		SELECT format('SELECT %L, count(*), coalesce(md5(string_agg(line, E''\n'' ORDER BY line COLLATE "C")), '''')
		               FROM (SELECT r::text AS line FROM %I AS r) AS lines', relname, relname)
		FROM pg_class WHERE relnamespace = '$1'::regnamespace AND relkind IN ('r', 'p', 'v') AND NOT relispartition
		ORDER BY relname COLLATE "C" \gexec
	SQL
}
