# script.awk: the extension script, from the files that src/order lists.
#
# A line "\observatory STEP" turns what follows, up to the file's end or a line
# "\extension", into a part of observatory_sql(STEP), which stands at the end of
# the script.  "\i FILE" is replaced by that file of src/observatory.

function put(line) {
	if (step == "") print line
	else text[step] = text[step] line "\n"
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

!/^(#|$)/ { step = ""; include("src/" $1) }

END {
	print "\nCREATE FUNCTION barometre.observatory_sql(step text) RETURNS text"
	print "LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE"
	print "RETURN CASE step"
	for (i = 1; i <= count; i++)
		print "WHEN '" steps[i] "' THEN $observatory_" steps[i] "$\n" text[steps[i]] "$observatory_" steps[i] "$"
	print "END;\n"
	print "COMMENT ON FUNCTION barometre.observatory_sql(text) IS"
	print "'The SQL that makes an observatory, by step: tables, reference, guards, views. NULL for another step.';"
}
