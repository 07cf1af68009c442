/*
 * fuzz.c
 *		Sends mutated values of a type to the server, in binary and as text, and
 *		lets fuzz.check_TYPE (checks.sql) judge those that it accepts.
 *
 * usage: fuzz TYPE COUNT SEED SECONDS
 *
 * Half of COUNT is binary, half is text.  Values start as the rows of
 * fuzz.seed_TYPE; some of those that were accepted join them.  A value is
 * refused by an error of SQLSTATE class 22 (data), 54 (limits) or 08P01 (a
 * message too short); any other error, a fault that the check tells, and a
 * server process that ends are findings.  Prints TAP.
 */
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <libpq-fe.h>

#define MAX_POOL 256			/* values that mutations start from */
#define MAX_SIZE (1 << 20)		/* bytes of a mutated value */
#define MAX_KINDS 100			/* kinds of findings; the first of each is shown with its value */
#define MAX_CRASHES 5

typedef struct Value
{
	int			size;
	unsigned char *bytes;
} Value;

typedef struct Pool
{
	int			count;
	Value		values[MAX_POOL];
} Pool;

static const char *type;
static PGconn *connection;
static uint64_t random_state;
static long findings, crashes;
static struct Kind
{
	char		name[100];
	long		count;
}			kinds[MAX_KINDS];

/* ---------- chance (xorshift64*: the same on every machine) */

static uint64_t
chance(uint64_t below)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return ((random_state * UINT64_C(2685821657736338717)) >> 16) % below;
}

/* ---------- the server */

static void
must(PGresult *result, ExecStatusType status)
{
	if (PQresultStatus(result) != status)
	{
		fprintf(stderr, "fuzz: %s", PQerrorMessage(connection));
		exit(2);
	}
	PQclear(result);
}

/* Statements by the format of their first parameter; the second is always binary */
static void
connect_to_server(void)
{
	char		query[500];

	/* After a crash the server needs a moment. */
	for (int attempt = 0; attempt < 120; attempt++)
	{
		connection = PQconnectdb("");
		if (PQstatus(connection) == CONNECTION_OK)
			break;
		PQfinish(connection);
		usleep(500000);
		connection = NULL;
	}
	if (connection == NULL)
	{
		fprintf(stderr, "fuzz: the server cannot be reached\n");
		exit(2);
	}
	must(PQexec(connection, "SET statement_timeout = '30s'; SET client_min_messages = error"), PGRES_COMMAND_OK);
	snprintf(query, sizeof query, "SELECT unnest(fuzz.check_%s($1::barometre.%s, $2::barometre.%s))", type, type, type);
	must(PQprepare(connection, "binary", query, 0, NULL), PGRES_COMMAND_OK);
	snprintf(query, sizeof query, "SELECT unnest(fuzz.check_%s(($1::text)::barometre.%s, $2::barometre.%s))", type, type, type);
	must(PQprepare(connection, "text", query, 0, NULL), PGRES_COMMAND_OK);
}

static Value
copy_value(const void *bytes, int size)
{
	Value		value = {size, malloc(size + 1)};

	memcpy(value.bytes, bytes, size);
	value.bytes[size] = 0;
	return value;
}

static void
read_seeds(Pool *pool, bool binary)
{
	char		query[200];
	PGresult   *rows;

	snprintf(query, sizeof query, "SELECT value FROM fuzz.seed_%s", type);
	rows = PQexecParams(connection, query, 0, NULL, NULL, NULL, NULL, binary);
	if (PQresultStatus(rows) != PGRES_TUPLES_OK || PQntuples(rows) == 0)
	{
		fprintf(stderr, "fuzz: no seeds of %s: %s\n", type, PQerrorMessage(connection));
		exit(2);
	}
	for (int row = 0; row < PQntuples(rows) && pool->count < MAX_POOL / 2; row++)
		pool->values[pool->count++] = copy_value(PQgetvalue(rows, row, 0), PQgetlength(rows, row, 0));
	PQclear(rows);
}

/* ---------- mutation */

static const double odd_doubles[] = {
	0.0, -0.0, 1.0, -1.0, 0.1, 100.0, 100.00000000000001, 1e-17, 1e-100, 1e-101, 5e-324, 2.2250738585072014e-308,
	1e100, 1e101, 1e308, -1e308, 9007199254740992.0, 9007199254740993.0, 9.3e18, INFINITY, -INFINITY, NAN
};
static const uint64_t odd_integers[] = {
	0, 1, 2, 3, 7, 8, 255, 256, 65535, 65536, INT32_MAX, UINT64_C(0x80000000), UINT32_MAX,
	UINT64_C(1) << 53, (UINT64_C(1) << 53) + 1, INT64_MAX, UINT64_C(1) << 63, UINT64_MAX
};
static const char *const odd_tokens[] = {
	"NaN", "Infinity", "-Infinity", "null", "true", "{}", "[]", "\"\"", "0", "-0", "-1", "1", "2", "0.5", "100.00000000000001",
	"1e-17", "1e-101", "1e-320", "1e100", "1e308", "-1e308", "1e999", "9007199254740992", "9007199254740993",
	"9223372036854775807", "9223372036854775808", "99999999999999999999999", "2147483648", "[[]]", "{\"a\":1}",
	"\"x\"", "\"\\u0000\"", "\"\\ud800\"", "\"\xc3\xa9\"", "[null]", "[1,2,3]"
};

#define PICK(array) (array)[chance(sizeof(array) / sizeof *(array))]

/* Replaces "count" bytes at "at" by "size" others; no more than MAX_SIZE are kept */
static void
splice(Value *value, int at, int count, const void *bytes, int size)
{
	int			tail = value->size - at - count;
	unsigned char *spliced;

	if (value->size - count + size > MAX_SIZE)
		return;
	spliced = malloc(value->size - count + size + 1);
	memcpy(spliced, value->bytes, at);
	memcpy(spliced + at, bytes, size);
	memcpy(spliced + at + size, value->bytes + at + count, tail);
	free(value->bytes);
	value->bytes = spliced;
	value->size += size - count;
	value->bytes[value->size] = 0;
}

/* A number as the binary form has it: most significant byte first */
static void
put_number(Value *value, int at, uint64_t number, int width)
{
	for (int i = 0; i < width; i++)
		value->bytes[at + i] = (unsigned char) (number >> 8 * (width - 1 - i));
}

static void
mutate_bytes(Value *value, const Pool *pool)
{
	int			size = value->size;
	int			at = size > 0 ? (int) chance(size) : 0;
	int			width = 1 << chance(4);
	int			length = size - at > 0 ? 1 + (int) chance(size - at < 64 ? size - at : 64) : 0;
	const Value *other = &pool->values[chance(pool->count)];
	double		number;
	uint64_t	bits;

	switch (chance(10))
	{
		case 0:
			if (size > 0)
				value->bytes[at] ^= (unsigned char) (1 << chance(8));
			break;
		case 1:
			if (size > 0)
				value->bytes[at] = (unsigned char) chance(256);
			break;
		case 2:
			if (size >= width)
				put_number(value, (int) chance(size - width + 1), PICK(odd_integers), width);
			break;
		case 3:
		case 4:
			number = PICK(odd_doubles);
			memcpy(&bits, &number, sizeof bits);
			if (size >= 8)
				put_number(value, (int) chance(size - 7), bits, 8);
			break;
		case 5:
			if (size > 0)		/* a little more, a little less */
				value->bytes[at] += (unsigned char) (chance(2) ? 1 : 255);
			break;
		case 6:
			splice(value, at, length, "", 0);
			break;
		case 7:					/* a piece of itself or of another, elsewhere */
			if (other->size > 0)
			{
				int			from = (int) chance(other->size);
				int			count = 1 + (int) chance(other->size - from < 64 ? other->size - from : 64);

				splice(value, at, chance(2) && count <= size - at ? count : 0, other->bytes + from, count);
			}
			break;
		case 8:
			splice(value, at, size - at, "", 0);
			break;
		case 9:					/* eight bytes that stand where eight others stood */
			if (size >= 16 && other->size >= 8)
			{
				int			to = (int) chance(size / 8 - 1) * 8 + size % 8;
				int			from = (int) chance(other->size - 7);
				unsigned char copied[8];

				memcpy(copied, other->bytes + from, 8);
				memcpy(value->bytes + to, copied, 8);
			}
			break;
	}
}

/* The bounds of a JSON token or of a whole array or object, from a place on */
static void
find_token(const Value *value, int *at, int *length)
{
	int			i = *at;
	int			end;

	while (i < value->size && strchr(" ,:]}", value->bytes[i]) != NULL)
		i++;
	end = i;
	if (end < value->size && strchr("[{", value->bytes[end]) != NULL)
	{
		int			depth = 0;

		do
		{
			depth += strchr("[{", value->bytes[end]) != NULL;
			depth -= strchr("]}", value->bytes[end]) != NULL;
			end++;
		} while (depth > 0 && end < value->size);
	}
	else
		while (end < value->size && strchr(" ,:]}[{", value->bytes[end]) == NULL)
			end++;
	*at = i;
	*length = end - i;
}

static void
mutate_text(Value *value, const Pool *pool)
{
	int			at = value->size > 0 ? (int) chance(value->size) : 0;
	int			length;
	const Value *other = &pool->values[chance(pool->count)];
	int			other_at = other->size > 0 ? (int) chance(other->size) : 0;
	int			other_length;
	const char *token = PICK(odd_tokens);
	char		number[64];

	/* from the start of a token */
	while (at > 0 && strchr(" ,:[{", value->bytes[at - 1]) == NULL)
		at--;
	find_token(value, &at, &length);
	find_token(other, &other_at, &other_length);
	switch (chance(9))
	{
		case 0:
		case 1:
			splice(value, at, length, token, (int) strlen(token));
			break;
		case 2:
			splice(value, at, length, other->bytes + other_at, other_length);
			break;
		case 3:					/* once more, or not at all, with its comma */
			if (chance(2) && at + length < value->size && value->bytes[at + length] == ',')
				splice(value, at, length + 1, "", 0);
			else if (length > 0)
			{
				Value		piece = copy_value(value->bytes + at, length);

				splice(value, at, 0, ",", 1);
				splice(value, at, 0, piece.bytes, piece.size);
				free(piece.bytes);
			}
			break;
		case 4:
			if (value->size > 0)
				splice(value, (int) chance(value->size), 1, "", 0);
			break;
		case 5:
			if (value->size > 0)
				value->bytes[chance(value->size)] = (unsigned char) (1 + chance(255));
			break;
		case 6:
			splice(value, at, 0, chance(2) ? "[" : "{", 1);
			break;
		case 7:
		case 8:					/* a number that is like the one before */
			if (length > 0 && strchr("-0123456789", value->bytes[at]) != NULL)
			{
				double		before = atof((char *) value->bytes + at);
				double		factors[] = {-1, 0.5, 2, 1 + 1e-15, 1e-17, 1e17};

				int			written = snprintf(number, sizeof number, "%.17g",
											   chance(2) ? before + (chance(2) ? 1 : -1) : before * PICK(factors));

				splice(value, at, length, number, written);
			}
			break;
	}
}

/* ---------- findings */

static void
show_bytes(const char *before, const Value *value)
{
	printf("#   %s", before);
	for (int i = 0; i < value->size && i < 4000; i++)
		printf("%02x", value->bytes[i]);
	printf("\n");
}

/* What is told before its numbers and the first value that showed it */
static void
show(const char *format, const Value *value, const Value *other, long number, const char *what)
{
	int			length = (int) strcspn(what, "0123456789{");
	struct Kind *kind = kinds;

	if (length > (int) sizeof kind->name - 1 || strncmp(what, "barometre.", 10) == 0)
		length = (int) sizeof kind->name - 1;
	if (strstr(what, " is ") != NULL && strstr(what, " is ") - what < length)
		length = (int) (strstr(what, " is ") - what);
	findings++;
	while (kind->count > 0 && (strncmp(kind->name, what, length) != 0 || kind->name[length] != 0))
		if (++kind == kinds + MAX_KINDS)
			return;
	if (kind->count++ > 0)
		return;
	snprintf(kind->name, sizeof kind->name, "%.*s", length, what);
	printf("# %s, %s form, value %ld: %s\n", type, format, number, what);
	if (strcmp(format, "text") == 0)
		printf("#   '%.4000s'\n", (char *) value->bytes);
	else
		show_bytes("\\x", value);
	show_bytes("beside \\x", other);
	fflush(stdout);
}

/* Whether the server took the value */
static bool
send_value(const char *format, const Value *value, const Value *other, long number)
{
	bool		binary = strcmp(format, "binary") == 0;
	const char *values[] = {(char *) value->bytes, (char *) other->bytes};
	int			sizes[] = {value->size, other->size};
	int			formats[] = {binary, 1};
	PGresult   *result = PQexecPrepared(connection, format, 2, values, sizes, formats, 0);
	bool		accepted = PQresultStatus(result) == PGRES_TUPLES_OK;

	if (accepted)
		for (int row = 0; row < PQntuples(result); row++)
			show(format, value, other, number, PQgetvalue(result, row, 0));
	else if (PQstatus(connection) != CONNECTION_OK)
	{
		show(format, value, other, number, "the server's process ended");
		PQfinish(connection);
		if (++crashes >= MAX_CRASHES)
		{
			printf("Bail out! The server ended %ld times\n", crashes);
			exit(1);
		}
		connect_to_server();
	}
	else
	{
		const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);

		if (sqlstate == NULL || (strncmp(sqlstate, "22", 2) != 0 && strncmp(sqlstate, "54", 2) != 0 &&
								 strcmp(sqlstate, "08P01") != 0))
			show(format, value, other, number, PQresultErrorMessage(result));
	}
	PQclear(result);
	return accepted;
}

static void
fuzz(const char *format, long count, time_t deadline, const Pool *others, int test)
{
	bool		binary = strcmp(format, "binary") == 0;
	Pool		pool = {0};
	int			seeds;
	long		accepted = 0;
	long		number;
	long		findings_before = findings;

	read_seeds(&pool, binary);
	seeds = pool.count;
	for (number = 0; number < count && time(NULL) < deadline; number++)
	{
		const Value *start = &pool.values[chance(pool.count)];
		Value		value = copy_value(start->bytes, start->size);
		bool		taken;

		for (int steps = number < seeds ? 0 : 1 + (int) chance(3); steps > 0; steps--)
			if (binary)
				mutate_bytes(&value, &pool);
			else
				mutate_text(&value, &pool);
		if (binary)
			others = &pool;
		taken = send_value(format, &value, &others->values[chance(others->count)], number);
		accepted += taken;
		if (taken && value.size < 20000 && chance(4) == 0)
		{
			int			place = pool.count < MAX_POOL ? pool.count++ : seeds + (int) chance(MAX_POOL - seeds);

			free(pool.values[place].bytes);
			pool.values[place] = value;
		}
		else
			free(value.bytes);
	}
	printf("%sok %d - %s: %ld mutated values in %s form, %ld accepted, %ld findings%s\n",
		   findings > findings_before || accepted == 0 ? "not " : "", test, type, number, format, accepted,
		   findings - findings_before, number < count ? "; then time is up" : "");
	fflush(stdout);
}

int
main(int argc, char **argv)
{
	Pool		others = {0};
	long		count;
	long		seconds;
	time_t		start;

	if (argc != 5)
	{
		fprintf(stderr, "usage: fuzz TYPE COUNT SEED SECONDS\n");
		return 2;
	}
	type = argv[1];
	count = atol(argv[2]);
	seconds = atol(argv[4]);
	random_state = strtoull(argv[3], NULL, 10) * 2 + 1;
	for (int i = 0; i < 20; i++)
		chance(2);
	connect_to_server();
	read_seeds(&others, true);
	start = time(NULL);
	fuzz("binary", count / 2, start + seconds / 2, &others, 1);
	fuzz("text", count - count / 2, start + seconds, &others, 2);
	for (struct Kind *kind = kinds; kind < kinds + MAX_KINDS && kind->count > 0; kind++)
		printf("# %ld times: %s\n", kind->count, kind->name);
	printf("1..2\n");
	return findings > 0;
}
