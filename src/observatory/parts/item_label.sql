-- item_label: the name of each item of a breakdown, in the session's language
item_label AS (
    SELECT 'overall'::text AS breakdown, 'overall'::text COLLATE "C" AS item,
           barometre.label('overall'::text, 'Ensemble'::text, 'Overall'::text) AS label
    UNION ALL
    SELECT 'category'::text, category.category, barometre.label(category.category, category.label_fr, category.label_en)
    FROM category
    UNION ALL
    SELECT 'determinant'::text, determinant.determinant,
           barometre.label(determinant.determinant, determinant.label_fr, determinant.label_en)
    FROM determinant
    UNION ALL
    SELECT 'channel'::text, channel.channel, barometre.label(channel.channel, channel.label_fr, channel.label_en)
    FROM channel
)
