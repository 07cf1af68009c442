/*
 * json.c
 *		How the extension's types are written and read.
 *
 * The text form of every type is JSON.  Numbers are written by the shortest
 * decimal that reads back as the same double, whatever extra_float_digits.
 * Reading goes through jsonb, so that white space, key order and syntax
 * errors are PostgreSQL's business; the getters here only say what a key must
 * hold.  They treat their input as hostile: what they return has the stated
 * type and range, and anything else is error 22P02.
 */
#include "postgres.h"

#include <math.h>

#include "common/shortest_dec.h"
#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/float.h"
#include "utils/json.h"
#include "utils/numeric.h"

#include "common/json.h"

/* Refuse a value of one of the extension's types. */
void
invalid_value(const char *type, const char *detail,...)
{
	StringInfoData message;
	va_list		args;
	int			needed;

	initStringInfo(&message);
	do
	{
		va_start(args, detail);
		needed = appendStringInfoVA(&message, detail, args);
		va_end(args);
		if (needed > 0)
			enlargeStringInfo(&message, needed);
	} while (needed > 0);

	ereport(ERROR,
			(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			 errmsg("invalid value for type %s", type),
			 errdetail_internal("%s", message.data)));
}

void
json_put_float8(StringInfo out, double value)
{
	char		digits[DOUBLE_SHORTEST_DECIMAL_LEN];

	double_to_shortest_decimal_buf(value, digits);
	appendStringInfoString(out, digits);
}

void
json_put_string(StringInfo out, const char *bytes, int length)
{
	char	   *copy = pnstrdup(bytes, length);

	escape_json(out, copy);
	pfree(copy);
}

/* Parse text that must be a JSON object. */
JsonbContainer *
json_read_object(const char *text, const char *type)
{
	Jsonb	   *jsonb = DatumGetJsonbP(DirectFunctionCall1(jsonb_in, CStringGetDatum(text)));

	if (!JB_ROOT_IS_OBJECT(jsonb))
		invalid_value(type, "The text form is a JSON object.");
	return &jsonb->root;
}

/* The object must have this many keys: with the getters, these and no other. */
void
json_expect_keys(JsonbContainer *object, int count, const char *type)
{
	if (JsonContainerSize(object) != (uint32) count)
		invalid_value(type, "An object has %u keys where %d are expected.",
					  JsonContainerSize(object), count);
}

/*
 * The value of a key, or NULL.  jsonb's own search takes it for granted that it
 * is given an object, and would read an array as one.
 */
static JsonbValue *
find_value(JsonbContainer *object, const char *key, const char *type)
{
	if (!JsonContainerIsObject(object))
		invalid_value(type, "An array stands where an object with the key \"%s\" is expected.", key);
	return getKeyJsonValueFromContainer(object, key, (int) strlen(key), NULL);
}

static JsonbValue *
get_value(JsonbContainer *object, const char *key, enum jbvType kind, const char *kind_name,
		  const char *type)
{
	JsonbValue *value = find_value(object, key, type);

	if (value == NULL)
		invalid_value(type, "Key \"%s\" is missing.", key);
	if (value->type != kind)
		invalid_value(type, "Key \"%s\" must be %s.", key, kind_name);
	return value;
}

/* Element i (from 0) of what stands under this key, which must be an array that has it. */
static JsonbValue *
get_element(JsonbContainer *array, int i, const char *key, enum jbvType kind,
			const char *kind_name, const char *type)
{
	JsonbValue *value = NULL;

	if (JsonContainerIsArray(array))
		value = getIthJsonbValueFromContainer(array, i);
	if (value == NULL || value->type != kind)
		invalid_value(type, "Key \"%s\" must hold %s.", key, kind_name);
	return value;
}

/* A JSON number as the double that it denotes; never NaN nor infinite. */
static double
number_value(JsonbValue *value, const char *key, const char *type)
{
	char	   *text = DatumGetCString(DirectFunctionCall1(numeric_out,
														   NumericGetDatum(value->val.numeric)));
	double		number = strtod(text, NULL);

	if (isinf(number))
		invalid_value(type, "Key \"%s\" is out of range.", key);
	pfree(text);
	return number;
}

double
json_get_float8(JsonbContainer *object, const char *key, const char *type)
{
	return number_value(get_value(object, key, jbvNumeric, "a number", type), key, type);
}

/* A JSON number as an integer in low..high; the key must "must" it. */
static int64
integer_value(JsonbValue *value, const char *key, const char *must, const char *type, int64 low,
			  int64 high)
{
	char	   *text = DatumGetCString(DirectFunctionCall1(numeric_out,
														   NumericGetDatum(value->val.numeric)));
	char	   *end;
	int64		number;

	errno = 0;
	number = strtoi64(text, &end, 10);
	if (errno != 0 || *end != '\0' || number < low || number > high)
		invalid_value(type, "Key \"%s\" must %s from " INT64_FORMAT " to " INT64_FORMAT ".",
					  key, must, low, high);
	pfree(text);
	return number;
}

int64
json_get_int64(JsonbContainer *object, const char *key, const char *type, int64 low, int64 high)
{
	return integer_value(get_value(object, key, jbvNumeric, "an integer", type),
						 key, "be an integer", type, low, high);
}

char *
json_get_string(JsonbContainer *object, const char *key, const char *type)
{
	JsonbValue *value = get_value(object, key, jbvString, "a string", type);

	return pnstrdup(value->val.string.val, value->val.string.len);
}

JsonbContainer *
json_get_array(JsonbContainer *object, const char *key, const char *type)
{
	JsonbContainer *array = get_value(object, key, jbvBinary, "an array", type)->val.binary.data;

	if (!JsonContainerIsArray(array))
		invalid_value(type, "Key \"%s\" must be an array.", key);
	return array;
}

/* The array under a key, or NULL when the key holds null. */
JsonbContainer *
json_get_array_or_null(JsonbContainer *object, const char *key, const char *type)
{
	JsonbValue *value = find_value(object, key, type);

	if (value != NULL && value->type == jbvNull)
		return NULL;
	return json_get_array(object, key, type);
}

JsonbContainer *
json_get_object(JsonbContainer *object, const char *key, const char *type)
{
	JsonbContainer *found = get_value(object, key, jbvBinary, "an object", type)->val.binary.data;

	if (!JsonContainerIsObject(found))
		invalid_value(type, "Key \"%s\" must be an object.", key);
	return found;
}

double
json_element_float8(JsonbContainer *array, int i, const char *key, const char *type)
{
	return number_value(get_element(array, i, key, jbvNumeric, "numbers", type), key, type);
}

int64
json_element_int64(JsonbContainer *array, int i, const char *key, const char *type, int64 low,
				   int64 high)
{
	return integer_value(get_element(array, i, key, jbvNumeric, "numbers", type),
						 key, "hold integers", type, low, high);
}

JsonbContainer *
json_element_array(JsonbContainer *array, int i, const char *key, const char *type)
{
	JsonbContainer *found = get_element(array, i, key, jbvBinary, "arrays", type)->val.binary.data;

	if (!JsonContainerIsArray(found))
		invalid_value(type, "Key \"%s\" must hold arrays.", key);
	return found;
}

JsonbContainer *
json_element_object(JsonbContainer *array, int i, const char *key, const char *type)
{
	JsonbContainer *found = get_element(array, i, key, jbvBinary, "objects", type)->val.binary.data;

	if (!JsonContainerIsObject(found))
		invalid_value(type, "Key \"%s\" must hold objects.", key);
	return found;
}
