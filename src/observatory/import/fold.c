/*
 * fold.c
 *		Texts as people type them, reduced to what they mean: two spellings of
 *		one word fold to the same text.
 *
 * Canonical decomposition (NFD), marks off, lower case, white space as single
 * spaces, and by name what Unicode does not take apart: ligatures, typographic
 * apostrophes and dashes.  It does not depend on the server's locale.
 */
#include "postgres.h"

#include "common/unicode_norm.h"
#include "fmgr.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/varlena.h"
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

#include "observatory/import/fold.h"

PG_FUNCTION_INFO_V1(barometre_fold_text);
PG_FUNCTION_INFO_V1(barometre_trim_text);
PG_FUNCTION_INFO_V1(barometre_text_distance);

#define INTERRUPT_BYTES		65536

/* What stands for nothing: joiners, direction marks, soft hyphen, byte order mark. */
static bool
is_invisible(pg_wchar c)
{
	return c == 0x00AD || (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF;
}

static bool
is_mark(pg_wchar c)
{
	return (c >= 0x0300 && c <= 0x036F) || (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x1DC0 && c <= 0x1DFF) ||
		(c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE20 && c <= 0xFE2F);
}

static bool
is_space(pg_wchar c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x0085 || c == 0x00A0 || c == 0x1680 ||
		(c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
		c == 0x3000;
}

/* The spelling by name of what is not taken apart, NULL for all others. */
static const char *
spelling(pg_wchar c)
{
	switch (c)
	{
		case 0x00C6:
		case 0x00E6:
			return "ae";
		case 0x0152:
		case 0x0153:
			return "oe";
		case 0x00DF:
		case 0x1E9E:
			return "ss";
		case 0x00D8:
		case 0x00F8:
			return "o";
		case 0x00D0:
		case 0x00F0:
		case 0x0110:
		case 0x0111:
			return "d";
		case 0x0141:
		case 0x0142:
			return "l";
		case 0x0131:
			return "i";
		case 0x00B4:
		case 0x02B9:
		case 0x02BC:
		case 0x2018:
		case 0x2019:
		case 0x201B:
		case 0x2032:
		case '`':
			return "'";
		case 0x2010:
		case 0x2011:
		case 0x2012:
		case 0x2013:
		case 0x2014:
		case 0x2212:
			return "-";
	}
	return NULL;
}

/* The small letter: Latin (without marks), Greek, Cyrillic. */
static pg_wchar
small_letter(pg_wchar c)
{
	if ((c >= 'A' && c <= 'Z') || (c >= 0x0391 && c <= 0x03A9) || (c >= 0x0410 && c <= 0x042F))
		return c + 0x20;
	if (c >= 0x0400 && c <= 0x040F)
		return c + 0x50;
	return c == 0x03C2 ? 0x03C3 : c;	/* final sigma */
}

static void
append_code_point(StringInfo to, pg_wchar c)
{
	unsigned char bytes[4];

	unicode_to_utf8(c, bytes);
	appendBinaryStringInfo(to, (char *) bytes, pg_utf_mblen(bytes));
}

/* A code point beyond ASCII that is no white space. */
static void
append_folded(StringInfo to, pg_wchar c)
{
	const char *spelled = spelling(c);
	pg_wchar	single[2] = {c, 0};
	pg_wchar   *parts;

	if (spelled != NULL)
	{
		appendStringInfoString(to, spelled);
		return;
	}
	parts = unicode_normalize(UNICODE_NFD, single);
	for (int i = 0; parts[i] != 0; i++)
		if (!is_mark(parts[i]))
			append_code_point(to, small_letter(parts[i]));
	pfree(parts);
}

static void
require_utf8(void)
{
	if (GetDatabaseEncoding() != PG_UTF8)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("files are imported into databases whose encoding is UTF8 only"),
				 errdetail("The encoding of this database is %s.", GetDatabaseEncodingName())));
}

/* Append the folded text; white space at both ends is left out. */
void
fold_append(StringInfo to, const char *text, int length)
{
	const char *end = text + length;
	const char *look = text + INTERRUPT_BYTES;
	int			start = to->len;
	bool		space = false;

	require_utf8();
	enlargeStringInfo(to, length);
	while (text < end)
	{
		unsigned char byte = (unsigned char) *text;
		pg_wchar	c = byte < 0x80 ? byte : utf8_to_unicode((const unsigned char *) text);

		if (text > look)
		{
			CHECK_FOR_INTERRUPTS();
			look = text + INTERRUPT_BYTES;
		}
		text += byte < 0x80 ? 1 : pg_utf_mblen((const unsigned char *) text);
		if (is_space(c))
		{
			space = true;
			continue;
		}
		if (c >= 0x80 && is_invisible(c))
			continue;
		if (space && to->len > start)
			appendStringInfoCharMacro(to, ' ');
		space = false;
		if (c >= 0x80)
			append_folded(to, c);
		else if (c >= 'A' && c <= 'Z')
			appendStringInfoCharMacro(to, (char) (c + 0x20));
		else
			appendStringInfoCharMacro(to, c == '`' ? '\'' : (char) c);
	}
}

/* fold_text(text): the text without case, accents and odd spaces; NULL when nothing is left */
Datum
barometre_fold_text(PG_FUNCTION_ARGS)
{
	text	   *value = PG_GETARG_TEXT_PP(0);
	StringInfoData folded;

	/* in place behind a length word, with room for what is as short as it was */
	folded.maxlen = VARHDRSZ + VARSIZE_ANY_EXHDR(value) + 16;
	folded.data = palloc(folded.maxlen);
	folded.len = VARHDRSZ;
	folded.cursor = 0;
	fold_append(&folded, VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value));
	if (folded.len == VARHDRSZ)
		PG_RETURN_NULL();
	SET_VARSIZE(folded.data, folded.len);
	PG_RETURN_TEXT_P(folded.data);
}

/* Bytes of the white space, or of the invisible character, that the text starts with; 0: none. */
static int
blank_length(const char *text)
{
	unsigned char byte = (unsigned char) *text;
	pg_wchar	c;

	if (byte < 0x80)
		return is_space(byte) ? 1 : 0;
	c = utf8_to_unicode((const unsigned char *) text);
	return is_space(c) || is_invisible(c) ? pg_utf_mblen((const unsigned char *) text) : 0;
}

/* trim_text(text): the text without white space of any kind at both ends; NULL when nothing is left */
Datum
barometre_trim_text(PG_FUNCTION_ARGS)
{
	text	   *value = PG_GETARG_TEXT_PP(0);
	const char *start = VARDATA_ANY(value);
	const char *end = start + VARSIZE_ANY_EXHDR(value);

	require_utf8();
	while (start < end && blank_length(start) > 0)
		start += blank_length(start);
	while (start < end)
	{
		const char *last = end - 1;

		while (last > start && ((unsigned char) *last & 0xC0) == 0x80)
			last--;
		if (blank_length(last) == 0)
			break;
		end = last;
	}
	if (start == end)
		PG_RETURN_NULL();
	if (start == VARDATA_ANY(value) && end == start + VARSIZE_ANY_EXHDR(value))
		PG_RETURN_TEXT_P(value);
	PG_RETURN_TEXT_P(cstring_to_text_with_len(start, (int) (end - start)));
}

/* text_distance(one, other, most): characters to insert, leave out or replace; more than most: most + 1 */
Datum
barometre_text_distance(PG_FUNCTION_ARGS)
{
	text	   *one = PG_GETARG_TEXT_PP(0);
	text	   *other = PG_GETARG_TEXT_PP(1);
	int			most = Max(PG_GETARG_INT32(2), 0);

	PG_RETURN_INT32(varstr_levenshtein_less_equal(VARDATA_ANY(one), VARSIZE_ANY_EXHDR(one),
												  VARDATA_ANY(other), VARSIZE_ANY_EXHDR(other),
												  1, 1, 1, most, false));
}
