/*
 * json.h
 *		How the extension's types are written and read.
 */
#ifndef COMMON_JSON_H
#define COMMON_JSON_H

#include "lib/stringinfo.h"
#include "utils/jsonb.h"

/* Writing JSON */
extern void json_put_float8(StringInfo out, double value);
extern void json_put_string(StringInfo out, const char *bytes, int length);

/* Reading JSON; "type" is the SQL type that the messages name */
extern JsonbContainer *json_read_object(const char *text, const char *type);
extern void json_expect_keys(JsonbContainer *object, int count, const char *type);
extern double json_get_float8(JsonbContainer *object, const char *key, const char *type);
extern int64 json_get_int64(JsonbContainer *object, const char *key, const char *type,
							int64 low, int64 high);
extern char *json_get_string(JsonbContainer *object, const char *key, const char *type);
extern JsonbContainer *json_get_array(JsonbContainer *object, const char *key, const char *type);
extern JsonbContainer *json_get_object(JsonbContainer *object, const char *key, const char *type);
extern JsonbContainer *json_get_array_or_null(JsonbContainer *object, const char *key,
											  const char *type);
extern double json_element_float8(JsonbContainer *array, int i, const char *key, const char *type);
extern int64 json_element_int64(JsonbContainer *array, int i, const char *key, const char *type,
								int64 low, int64 high);
extern JsonbContainer *json_element_array(JsonbContainer *array, int i, const char *key,
										  const char *type);
extern JsonbContainer *json_element_object(JsonbContainer *array, int i, const char *key,
										   const char *type);

extern void invalid_value(const char *type, const char *detail,...)
			__attribute__((noreturn, format(printf, 2, 3)));

#endif							/* COMMON_JSON_H */
