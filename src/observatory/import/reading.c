/*
 * reading.c
 *		Numbers and dates as people type them.
 *
 * What is not clearly a number or a date is none: NULL, never a guess.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

#include "observatory/import/fold.h"

PG_FUNCTION_INFO_V1(barometre_read_number);
PG_FUNCTION_INFO_V1(barometre_read_date);

#define LONGEST			64		/* bytes of a number or a date, folded */

/* The argument folded, NULL when it is too long to be a number or a date. */
static char *
folded_argument(text *value)
{
	StringInfoData folded;

	if (VARSIZE_ANY_EXHDR(value) > 4 * LONGEST)
		return NULL;
	initStringInfo(&folded);
	fold_append(&folded, VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value));
	return folded.len > LONGEST ? NULL : folded.data;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* ------------------------------------------------------------------------
 * Numbers
 * ------------------------------------------------------------------------
 */

/* Copy digits; how many there were. */
static int
copy_digits(const char **from, char **to)
{
	const char *start = *from;

	while (is_digit(**from))
		*(*to)++ = *(*from)++;
	return (int) (*from - start);
}

/* Digits in groups of three, as 12 500: false when a group has another size. */
static bool
copy_groups(const char **from, char **to, int first)
{
	while (**from == ' ' && is_digit((*from)[1]))
	{
		(*from)++;
		if (first == 0 || first > 3 || copy_digits(from, to) != 3)
			return false;
	}
	return true;
}

/*
 * read_number(text): sign, digits (in groups of three, or not), comma or point,
 * digits, exponent, a per cent sign; NULL for anything else
 */
Datum
barometre_read_number(PG_FUNCTION_ARGS)
{
	const char *from = folded_argument(PG_GETARG_TEXT_PP(0));
	char		plain[LONGEST + 1];
	char	   *to = plain;
	int			digits;

	if (from == NULL)
		PG_RETURN_NULL();
	if (*from == '+' || *from == '-')
		*to++ = *from++;
	digits = copy_digits(&from, &to);
	if (!copy_groups(&from, &to, digits))
		PG_RETURN_NULL();
	if (*from == ',' || *from == '.')
	{
		from++;
		*to++ = '.';
		digits += copy_digits(&from, &to);
	}
	if (digits == 0)
		PG_RETURN_NULL();
	if (*from == 'e')
	{
		*to++ = *from++;
		if (*from == '+' || *from == '-')
			*to++ = *from++;
		if (copy_digits(&from, &to) == 0)
			PG_RETURN_NULL();
	}
	if (*from == ' ')
		from++;
	if (*from == '%')
		from++;
	if (*from != '\0')
		PG_RETURN_NULL();
	*to = '\0';
	PG_RETURN_FLOAT8(strtod(plain, NULL));
}

/* ------------------------------------------------------------------------
 * Dates
 * ------------------------------------------------------------------------
 */

/* Names of months, French and English, folded */
static const char *const month_names[12][2] = {
	{"janvier", "january"}, {"fevrier", "february"}, {"mars", "march"},
	{"avril", "april"}, {"mai", "may"}, {"juin", "june"},
	{"juillet", "july"}, {"aout", "august"}, {"septembre", "september"},
	{"octobre", "october"}, {"novembre", "november"}, {"decembre", "december"}
};

/* The month that a word of at least three letters begins, and no other; 0: none. */
static int
month_of(const char *word, int length)
{
	int			found = 0;

	if (length < 3)
		return 0;
	for (int m = 0; m < 12; m++)
	{
		if (strncmp(word, month_names[m][0], length) != 0 && strncmp(word, month_names[m][1], length) != 0)
			continue;
		if (found != 0)
			return 0;
		found = m + 1;
	}
	return found;
}

/* The three parts of a date, in the order in which they stand. */
typedef struct DateParts
{
	int			count;
	int			value[3];
	int			digits[3];		/* 0: the name of a month */
} DateParts;

static bool
add_part(DateParts *parts, int value, int digits)
{
	if (parts->count == 3)
		return false;
	parts->value[parts->count] = value;
	parts->digits[parts->count++] = digits;
	return true;
}

/* A time of day behind a date: digits and colons, a fraction, a zone. */
static bool
is_time(const char *text)
{
	int			hours = (int) strspn(text, "0123456789");

	return hours >= 1 && hours <= 2 && (text[hours] == ':' || text[hours] == 'h') &&
		strspn(text, "0123456789:.+-, hmszap") == strlen(text);
}

static bool
split_date(const char *text, DateParts *parts)
{
	while (*text != '\0')
	{
		int			length;

		if (parts->count == 3 && (*text == ' ' || *text == 't') && is_time(text + 1))
			return true;
		if (is_digit(*text))
		{
			length = (int) strspn(text, "0123456789");
			if (length > 8 || !add_part(parts, atoi(text), length))
				return false;
			text += length;
			if (strncmp(text, "er ", 3) == 0)	/* 1er */
				text += 2;
		}
		else if (*text >= 'a' && *text <= 'z')
		{
			int			month;

			length = (int) strspn(text, "abcdefghijklmnopqrstuvwxyz");
			month = month_of(text, length);
			if (month == 0 || !add_part(parts, month, 0))
				return false;
			text += length;
		}
		else if (strchr("/-., ", *text) != NULL)
			text++;
		else
			return false;
	}
	return true;
}

/* 20200813 is three parts. */
static void
take_apart_compact(DateParts *parts)
{
	int			all = parts->value[0];

	if (parts->count != 1 || parts->digits[0] != 8)
		return;
	*parts = (DateParts) {3, {all / 10000, all / 100 % 100, all % 100}, {4, 2, 2}};
}

/* Which part is the year, the month and the day; false when the order does not say. */
static bool
order_parts(const DateParts *parts, const char *order, int *year, int *month, int *day)
{
	const int  *digits = parts->digits;

	if (parts->count != 3)
		return false;
	*year = digits[0] == 4 ? 0 : 2;
	if (digits[0] == 0 || digits[1] == 0)
	{
		*month = digits[0] == 0 ? 0 : 1;
		*day = 3 - *month - *year;
	}
	else if (digits[0] == 4)
	{
		*month = 1;
		*day = 2;
	}
	else
	{
		if (order[0] == 'y')
			return false;
		*day = order[0] == 'd' ? 0 : 1;
		*month = 1 - *day;
	}
	return digits[*year] == 4 && digits[*day] >= 1 && digits[*day] <= 2 && digits[*month] <= 2;
}

/* read_date(text, date_order): NULL when it is no date of the years 1900 to 2199 */
Datum
barometre_read_date(PG_FUNCTION_ARGS)
{
	const char *typed = folded_argument(PG_GETARG_TEXT_PP(0));
	const char *order = text_to_cstring(PG_GETARG_TEXT_PP(1));
	DateParts	parts = {0};
	int			y;
	int			m;
	int			d;

	if (strcmp(order, "dmy") != 0 && strcmp(order, "mdy") != 0 && strcmp(order, "ymd") != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("read_date: date_order must be dmy, mdy or ymd, not \"%s\"", order)));
	if (typed == NULL || !split_date(typed, &parts))
		PG_RETURN_NULL();
	take_apart_compact(&parts);
	if (!order_parts(&parts, order, &y, &m, &d))
		PG_RETURN_NULL();
	y = parts.value[y];
	m = parts.value[m];
	d = parts.value[d];
	if (y < 1900 || y > 2199 || m < 1 || m > MONTHS_PER_YEAR || d < 1 || d > day_tab[isleap(y)][m - 1])
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(date2j(y, m, d) - POSTGRES_EPOCH_JDATE);
}
