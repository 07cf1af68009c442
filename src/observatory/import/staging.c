/*
 * staging.c
 *		The table that a file is loaded into: its columns from the file's header
 *		line, and the number of each row in the file.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "lib/stringinfo.h"
#include "utils/array.h"
#include "utils/builtins.h"
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

#include "common/call.h"

PG_FUNCTION_INFO_V1(barometre_read_header);
PG_FUNCTION_INFO_V1(barometre_file_line);

#define BYTE_ORDER_MARK		"\xEF\xBB\xBF"
#define MAX_CELLS			1000000 /* more is no header */

/* The delimiter as COPY takes it: one byte that is no quote and no end of line. */
static char
delimiter_of(text *delimiter)
{
	const char *bytes = VARDATA_ANY(delimiter);
	int			length = VARSIZE_ANY_EXHDR(delimiter);

	if (length == 2 && bytes[0] == '\\' && bytes[1] == 't')
		return '\t';
	if (length != 1 || (bytes[0] & 0x80) || strchr("\"\r\n", bytes[0]) != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("create_staging: the delimiter must be a single one-byte character"),
				 errhint("A tab is E'\\t'.")));
	return bytes[0];
}

/* Read one cell up to a delimiter or the record's end; where it ended. */
static const char *
read_cell(const char *from, const char *end, char delimiter, StringInfo cell)
{
	bool		quoted = false;

	for (; from < end; from++)
	{
		if (*from == '"')
		{
			if (quoted && from + 1 < end && from[1] == '"')
				appendStringInfoCharMacro(cell, *from++);
			else
				quoted = !quoted;
		}
		else if (!quoted && (*from == delimiter || *from == '\r' || *from == '\n'))
			return from;
		else
			appendStringInfoCharMacro(cell, *from);
	}
	if (quoted)
		ereport(ERROR,
				(errcode(ERRCODE_BAD_COPY_FILE_FORMAT),
				 errmsg("create_staging: a quote of the header does not close"),
				 errhint("When a cell of the header holds a line break, give as many lines as the header takes, as head -n 2 does.")));
	return end;
}

/*
 * read_header(header, delimiter): the cells of the first record of a CSV file.
 * What follows the record is left aside.
 */
Datum
barometre_read_header(PG_FUNCTION_ARGS)
{
	text	   *header = PG_GETARG_TEXT_PP(0);
	char		delimiter = delimiter_of(PG_GETARG_TEXT_PP(1));
	const char *from = VARDATA_ANY(header);
	const char *end = from + VARSIZE_ANY_EXHDR(header);
	ArrayBuildState *cells = initArrayResult(TEXTOID, CurrentMemoryContext, false);
	int			count = 0;

	if (end - from >= 3 && memcmp(from, BYTE_ORDER_MARK, 3) == 0)
		from += 3;
	for (;;)
	{
		StringInfoData cell;

		initStringInfo(&cell);
		from = read_cell(from, end, delimiter, &cell);
		if (++count > MAX_CELLS)
			ereport(ERROR,
					(errcode(ERRCODE_TOO_MANY_COLUMNS),
					 errmsg("create_staging: the header has more than %d columns", MAX_CELLS)));
		accumArrayResult(cells, PointerGetDatum(cstring_to_text_with_len(cell.data, cell.len)), false,
						 TEXTOID, CurrentMemoryContext);
		pfree(cell.data);
		if (from >= end || *from != delimiter)
			break;
		from++;
	}
	PG_RETURN_DATUM(makeArrayResult(cells, CurrentMemoryContext));
}

/*
 * file_line(oid): counts the rows that a statement writes, from 2 on, as the
 * first line of a file is its header
 *
 * Each statement has a state of its own, so that a load that failed leaves
 * nothing behind.  See create_staging() for why this is called IMMUTABLE.
 */
Datum
barometre_file_line(PG_FUNCTION_ARGS)
{
	int64	   *counted = call_memory(fcinfo, sizeof(int64));

	PG_RETURN_INT64(++*counted + 1);
}
