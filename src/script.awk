# script.awk: the extension script, from the files that src/order lists.
#
# A line "\observatory STEP" turns what follows, up to the file's end or a line
# "\extension", into a part of observatory_sql(STEP), which stands at the end of
# the script.  "\i FILE" is replaced by that file of src/observatory.
#
# -v step_script=FILE: the step script FILE of src/upgrade/ instead, with the
# observatory's SQL of this version after it.
# -v show=STEP: the SQL of that step, as psql takes it.

function put(line) {
	if (step != "") text[step] = text[step] line "\n"
	else if (!step_script && !show) print line
}

function include(file,   line, words) {
	while ((getline line <file) > 0) {
		if (line !~ /^\\/) put(line)
		else if (split(line, words, " ") && words[1] == "\\i") include("src/observatory/" words[2])
		else if (words[1] == "\\observatory") begin(words[2])
		else if (words[1] == "\\extension") step = ""
		else put(line)
	}
	close(file)
}

function begin(name) {
	step = name
	if (!(name in text)) steps[++count] = name
}

# the step script, without a way to be run by hand
function print_step_script(   line) {
	print "\\echo Use \"ALTER EXTENSION barometre UPDATE\" to load this file. \\quit"
	print "SET LOCAL search_path = pg_catalog, pg_temp;\n"
	while ((getline line <step_script) > 0) print line
	close(step_script)
}

function print_observatory_sql(   i) {
	print "\nCREATE" (step_script ? " OR REPLACE" : "") " FUNCTION barometre.observatory_sql(step text) RETURNS text"
	print "LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE"
	print "RETURN CASE step"
	for (i = 1; i <= count; i++)
		print "WHEN '" steps[i] "' THEN $observatory_" steps[i] "$\n" text[steps[i]] "$observatory_" steps[i] "$"
	print "END;\n"
	print "COMMENT ON FUNCTION barometre.observatory_sql(text) IS"
	print "'The SQL that makes an observatory, by step: tables, partitioning, reference, guards, views. '"
	print "'NULL for another step.';"
}

# which observatories now wait for upgrade_observatory()
function print_waiting() {
	print "\nDO $$"
	print "DECLARE"
	print "    name text;"
	print "BEGIN"
	print "    FOR name IN SELECT * FROM barometre.observatories() LOOP"
	print "        RAISE NOTICE 'SELECT barometre.upgrade_observatory(%);', quote_literal(name)"
	print "            USING HINT = 'Until then the observatory has the tables, guards and views '"
	print "                         'of the version before.';"
	print "    END LOOP;"
	print "END;"
	print "$$;"
}

!/^(#|$)/ { step = ""; include("src/" $1) }

END {
	if (show) {
		printf "%s", text[show]
		exit
	}
	if (step_script) print_step_script()
	print_observatory_sql()
	if (step_script) print_waiting()
}
