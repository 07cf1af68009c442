/* channel: lets audits follow a channel that is renamed */

CREATE FUNCTION barometre.cascade_channel() RETURNS trigger
AS 'MODULE_PATHNAME', 'barometre_cascade_channel' LANGUAGE C;

COMMENT ON FUNCTION barometre.cascade_channel() IS
'Trigger of channel_weight: gives an edition''s audits the new code of a channel that is renamed, as foreign keys do '
'for the other codes. Error 42809 on any other table.';

\observatory guards
CREATE TRIGGER cascade_channel
AFTER UPDATE ON channel_weight
FOR EACH ROW EXECUTE FUNCTION barometre.cascade_channel();
