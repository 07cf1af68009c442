/*
 * statements.c
 *		Tells the statements of an SQL script apart.
 *
 * PostgreSQL's own parser says where each begins and ends, so that bodies in
 * dollar quotes, BEGIN ATOMIC and semicolons in comments are what they are to
 * the server.  Called by run_in_observatory() and by what asks an observatory's
 * script which tables and views it makes.
 */
#include "postgres.h"

#include <ctype.h>

#include "fmgr.h"
#include "funcapi.h"
#include "nodes/parsenodes.h"
#include "parser/parser.h"
#include "tcop/utility.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(barometre_sql_statements);

/* The statement as written, without the space around it; its length may be 0: up to the end. */
static text *
statement_text(const char *script, const RawStmt *statement)
{
	const char *start = script + Max(statement->stmt_location, 0);
	const char *end = start + (statement->stmt_len > 0 ? (size_t) statement->stmt_len : strlen(start));

	while (start < end && isspace((unsigned char) *start))
		start++;
	while (start < end && isspace((unsigned char) end[-1]))
		end--;
	return cstring_to_text_with_len(start, end - start);
}

/* The name of the table or view that the statement makes, or NULL. */
static const char *
relation_made(Node *statement)
{
	if (IsA(statement, CreateStmt))
		return castNode(CreateStmt, statement)->relation->relname;
	if (IsA(statement, ViewStmt))
		return castNode(ViewStmt, statement)->view->relname;
	return NULL;
}

/* Where the script is no SQL, the place is one of the script, not of the query that called. */
static void
place_in_script(void *script)
{
	int			position = geterrposition();

	if (position <= 0)
		return;
	errposition(0);
	internalerrposition(position);
	internalerrquery(script);
}

static List *
parse_script(char *script)
{
	ErrorContextCallback callback = {error_context_stack, place_in_script, script};
	List	   *statements;

	error_context_stack = &callback;
	statements = raw_parser(script, RAW_PARSE_DEFAULT);
	error_context_stack = callback.previous;
	return statements;
}

/* sql_statements(script, OUT statement, OUT command, OUT relation) */
Datum
barometre_sql_statements(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	char	   *script = text_to_cstring(PG_GETARG_TEXT_PP(0));
	ListCell   *cell;

	InitMaterializedSRF(fcinfo, 0);
	foreach(cell, parse_script(script))
	{
		RawStmt    *statement = lfirst_node(RawStmt, cell);
		const char *relation = relation_made(statement->stmt);
		Datum		values[3];
		bool		nulls[3] = {false, false, relation == NULL};

		values[0] = PointerGetDatum(statement_text(script, statement));
		values[1] = CStringGetTextDatum(GetCommandTagName(CreateCommandTag(statement->stmt)));
		values[2] = relation == NULL ? (Datum) 0 : CStringGetTextDatum(relation);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}
