/* copy_questionnaire: the criteria and weights of an edition, for another */

CREATE FUNCTION barometre.copy_questionnaire(observatory text, source int, target int) RETURNS int
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    relation text;
    present boolean;
    columns text;
    copied int;
BEGIN
    PERFORM barometre.require_observatory(observatory, 'copy_questionnaire');
    IF source IS NULL OR target IS NULL THEN
        RAISE EXCEPTION 'copy_questionnaire: arguments must not be NULL' USING ERRCODE = 'null_value_not_allowed';
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT FROM %I.edition AS e WHERE e.edition = $1)', observatory)
    INTO present USING target;
    IF NOT present THEN
        RAISE EXCEPTION 'copy_questionnaire: there is no edition %', target
            USING ERRCODE = 'foreign_key_violation', HINT = 'Insert it into table edition first.';
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT FROM %I.criterion AS c WHERE c.edition = $1)', observatory)
    INTO present USING source;
    IF NOT present THEN
        RAISE EXCEPTION 'copy_questionnaire: edition % has no questionnaire', source USING ERRCODE = 'no_data_found';
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT FROM %1$I.channel_weight AS w WHERE w.edition = $1)
                        OR EXISTS (SELECT FROM %1$I.determinant_weight AS w WHERE w.edition = $1)', observatory)
    INTO present USING target;
    IF present THEN
        RAISE EXCEPTION 'copy_questionnaire: edition % has weights already', target
            USING ERRCODE = 'object_not_in_prerequisite_state',
                  HINT = 'Delete its rows of criterion, channel_weight and determinant_weight to copy '
                         'those of another edition.';
    END IF;

    FOREACH relation IN ARRAY '{determinant_weight,channel_weight,criterion}'::text[] LOOP
        -- with the columns that users have added
        SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) INTO columns
        FROM pg_attribute AS a
        WHERE a.attrelid = format('%I.%I', observatory, relation)::regclass AND a.attnum > 0 AND NOT a.attisdropped
          AND a.attgenerated = '' AND a.attidentity = '' AND a.attname <> 'edition';
        EXECUTE format('INSERT INTO %1$I.%2$I (edition, %3$s) SELECT $2, %3$s FROM %1$I.%2$I AS t WHERE t.edition = $1',
                       observatory, relation, columns)
        USING source, target;
        GET DIAGNOSTICS copied = ROW_COUNT;
    END LOOP;
    RETURN copied;
END;
$$;

COMMENT ON FUNCTION barometre.copy_questionnaire(text, int, int) IS
'Copies the questionnaires of an edition, and the weights of its channels and determinants, for another edition, '
'which must be there and have none; with columns that users have added. Returns the number of criteria. '
'Error 42P01 when the schema is no observatory, 23503 when the target edition is not there, 02000 when the source '
'has no questionnaire, 55000 when the target has weights already.';
