/* scale: refuses what is no scale */

CREATE FUNCTION barometre.guard_scale() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    problem text;
    detail text;
BEGIN
    BEGIN
        PERFORM barometre.scale_score(0, NEW.points, NEW.scores);
    EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS problem = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
        RAISE EXCEPTION 'scale "%" is not a scale: %', NEW.scale, problem
            USING ERRCODE = 'check_violation', DETAIL = detail;
    END;
    IF EXISTS (SELECT FROM unnest(NEW.scores) AS score WHERE score NOT BETWEEN 0 AND 100) THEN
        RAISE EXCEPTION 'scale "%" has a score outside 0 to 100', NEW.scale
            USING ERRCODE = 'check_violation', DETAIL = format('Its scores are %s.', NEW.scores);
    END IF;
    IF NEW.minimum = 'NaN' OR NEW.maximum = 'NaN' THEN
        RAISE EXCEPTION 'scale "%" has a bound that is NaN', NEW.scale
            USING ERRCODE = 'check_violation', HINT = 'NULL is no bound.';
    END IF;
    RETURN NEW;
END;
$$;

COMMENT ON FUNCTION barometre.guard_scale() IS
'Trigger of scale: refuses, with error 23514, points that do not ascend, scores outside 0–100, arrays of different lengths, NaN and infinities.';

\observatory guards
CREATE OR REPLACE TRIGGER guard_scale
BEFORE INSERT OR UPDATE ON scale
FOR EACH ROW EXECUTE FUNCTION barometre.guard_scale();
