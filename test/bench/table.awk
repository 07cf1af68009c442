# The table of test/bench/run, from lines "question|engine|ms".

function median(question, engine,    key, n, i, j, t, sorted) {
	key = question "|" engine
	n = count[key]
	if (!n)
		return 0
	for (i = 1; i <= n; i++) {
		t = time[key, i]
		for (j = i - 1; j >= 1 && sorted[j] > t; j--)
			sorted[j + 1] = sorted[j]
		sorted[j + 1] = t
	}
	return n % 2 ? sorted[(n + 1) / 2] : (sorted[n / 2] + sorted[n / 2 + 1]) / 2
}

function ms(t) { return !t ? "" : t < 100 ? sprintf("%.1f", t) : sprintf("%.0f", t) }
function ratio(a, b) { return a && b ? sprintf("%.1f", a / b) : "" }

function line(title, ours, ours2, plain, duck1, duck2) {
	printf "| %-52s | %9s | %9s | %9s | %9s | %9s | %7s | %7s |\n", title, ms(ours), ms(ours2), ms(plain),
		ms(duck1), ms(duck2), ratio(plain, ours), ratio(duck1, ours)
}

function show(title, question) {
	line(title, median(question, "ours"), median(question, "ours2"), median(question, "plain"),
		median(question, "duck1"), median(question, "duck2"))
}

# a number, compared with what it should be
function target(title, number, unit, sense, bound) {
	if (!number)
		verdict = "not measured"
	else if (sense == "<=" ? number <= bound : number >= bound)
		verdict = "met"
	else
		verdict = "missed"
	printf "| %-80s | %10s | %s %-7s | %-12s |\n", title, number ? sprintf("%.2f%s", number, unit) : "", sense, bound unit, verdict
}

function over(a, b) { return b ? a / b : 0 }

{ time[$1 "|" $2, ++count[$1 "|" $2]] = $3 }

$1 ~ /^view / && !($1 in seen) { seen[$1] = 1; views[++nviews] = $1 }

END {
	print "| question                                             | barometre | 2 workers | plain SQL | DuckDB, 1 | DuckDB, 2 | plain/b | DuckDB/b |"
	print "|---|---:|---:|---:|---:|---:|---:|---:|"
	show("count(*) of the packed table", "scan")
	show("cells of all structures", "cells")
	show("determinant and global scores of all structures", "scores")
	show("global scores of all structures", "globals")
	line("the same with moderated errors (peers: without)", median("errors", "ours"), median("errors", "ours2"),
		median("globals", "plain"), median("globals", "duck1"), median("globals", "duck2"))
	line("results of twice as many, a partition an edition", median("partitioned", "ours"), median("partitioned", "ours2"))
	show("national determinant means", "national")
	show("category ranking (barometre: computes errors too)", "ranking")
	show("key figures of one edition of 321", "key_figures")
	summary = median("weighted", "ours")
	show("score_summary(x, w); peers: sum(x*w)/sum(w)", "weighted")
	line("    peers: avg(x)", summary, 0, median("average", "plain"), median("average", "duck1"), median("average", "duck2"))
	line("    peers: sum(x*w)/sum(w), stddev(x)", summary, 0, median("deviation", "plain"), median("deviation", "duck1"), median("deviation", "duck2"))
	line("    peers: regr_avgy(x, w), regr_sxx(x, w)", summary, 0, median("regression", "plain"), median("regression", "duck1"), median("regression", "duck2"))
	show("loading by COPY; plain SQL: a bare table", "loading")

	for (i = 1; i <= nviews; i++) {
		t = median(views[i], "ours")
		if (views[i] == "view response")
			response = t
		else
			all += t
		each = each sprintf("%s%s %s", i > 1 ? ", " : "", substr(views[i], 6), ms(t))
	}
	print "\nViews of one edition of 321, ms: " each "\n"

	scores = median("scores", "ours")
	print "| target, on one core                                                              |   measured |  target    | verdict      |"
	print "|---|---:|---|---|"
	target("scores: DuckDB, one thread / barometre", over(median("scores", "duck1"), scores), "", ">=", 6)
	target("scores: plain SQL / barometre", over(median("scores", "plain"), scores), "", ">=", 30)
	target("scores: barometre / count(*) of the packed table", over(scores, median("scan", "ours")), "", "<=", 6)
	target("global scores with moderated errors / without", over(median("errors", "ours"), median("globals", "ours")), "", "<=", 1.3)
	target("score_summary(x, w) / sum(x*w)/sum(w) in plain SQL", over(summary, median("weighted", "plain")), "", "<=", 1)
	target("key figures of one edition of 321", median("key_figures", "ours"), " ms", "<=", 10)
	target("all views of one edition together, but response", all, " ms", "<=", 100)
	target("all views of one edition together", all + response, " ms", "<=", 100)
	target("scores: one core / two workers", over(scores, median("scores", "ours2")), "", ">=", 1.7)
	target("results, a partition an edition: one core / two workers", over(median("partitioned", "ours"), median("partitioned", "ours2")), "", ">=", 1.7)
	target("score_summary: one core / two workers", over(summary, median("weighted", "ours2")), "", ">=", 1.7)
}
