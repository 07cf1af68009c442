\observatory columns
/* Columns that several concerns have: codes and labels first, then figures. */

('', 'edition', 'Édition — Edition', '', '0',
 'Numéro de l’édition — Number of the edition'),
('', 'edition_date', 'Date de l’édition — Date of the edition', '', 'yyyy-mm-dd',
 'Jour de sa publication, à défaut de sa fin, à défaut de son début'
 ' — Day of its publication, else of its end, else of its start'),
('', 'previous_edition', 'Édition précédente — Previous edition', '', '0',
 'Numéro de l’édition précédente : la dernière avant celle-ci qui a des scores ; NULL : aucune'
 ' — Number of the previous edition: the last earlier one that has scores; NULL: none'),
('', 'participation_key', 'Clé de participation — Participation key', '', '',
 'Édition et structure en un texte, comme 2020|S01, pour relier les vues'
 ' — Edition and structure in one text, as 2020|S01, to relate views by'),
('', 'structure', 'Structure — Structure', '', '',
 'Code de la structure — Code of the structure'),
('', 'name', 'Nom — Name', '', '',
 'Nom de la structure — Name of the structure'),
('', 'region', 'Région — Region', '', '',
 'Région de la structure — Region of the structure (région)'),
('', 'department', 'Département — Department', '', '',
 'Département de la structure — Department of the structure (département)'),
('', 'category', 'Catégorie — Category', '', '',
 'Code de la catégorie ; celle d’une structure est sa catégorie dans l’édition'
 ' — Code of the category; that of a structure is its category in the edition'),
('', 'category_label', 'Nom de la catégorie — Name of the category', '', '',
 'Nom de la catégorie dans la langue de la session ; à défaut son code'
 ' — Name of the category in the session''s language; its code where it has none'),
('', 'certified', 'Certifiée — Certified', '', '',
 'Vrai quand la structure a au moins une certification dans l’édition'
 ' — True when the structure holds at least one certification in the edition'),
('', 'weight', 'Poids — Weight', '', '0.00',
 'Poids de la structure dans les moyennes (0, ou de 1e-100 à 1e100)'
 ' — Weight of the structure in means (0, or from 1e-100 to 1e100)'),
('', 'channel', 'Canal — Channel', '', '',
 'Code du canal — Code of the channel'),
('', 'channel_label', 'Nom du canal — Name of the channel', '', '',
 'Nom du canal dans la langue de la session ; à défaut son code'
 ' — Name of the channel in the session''s language; its code where it has none'),
('', 'determinant', 'Déterminant — Determinant', '', '',
 'Code du déterminant ; celui d’un item est ce qu’il mesure'
 ' — Code of the determinant; that of an item is what it measures'),
('', 'determinant_label', 'Nom du déterminant — Name of the determinant', '', '',
 'Nom du déterminant dans la langue de la session ; à défaut son code'
 ' — Name of the determinant in the session''s language; its code where it has none'),
('', 'criterion', 'Critère — Criterion', '', '',
 'Code du critère, le même d’une édition à l’autre'
 ' — Code of the criterion, the same from one edition to the next'),
('', 'criterion_label', 'Question — Question', '', '',
 'La question, dans la langue de la session ; à défaut le code du critère'
 ' — The question in the session''s language; the criterion''s code where there is none'),
('', 'step', 'Étape — Step', '', '',
 'Étape du parcours de l’usager — Step of the user''s journey'),
('', 'breakdown', 'Ventilation — Breakdown', '', '',
 'Ce que nomme item : overall (l’ensemble), category, determinant ou channel'
 ' — What item names: overall, category, determinant or channel'),
-- beside a breakdown; the number of an item stands beside a channel
('', 'item', 'Élément — Item', '', '',
 'Code de la catégorie, du déterminant ou du canal que dit breakdown ; overall pour l’ensemble'
 ' — Code of the category, determinant or channel that breakdown says; overall for all'),
('criterion, response, my_response, structure_criterion, my_criterion, edition_criterion, category_criterion',
 'item', 'Item — Item', '', '0',
 'Numéro de l’item dans le questionnaire du canal, à partir de 1'
 ' — Number of the item in the channel''s questionnaire, from 1'),
('', 'item_label', 'Nom de l’élément — Name of the item', '', '',
 'Nom de l’élément dans la langue de la session ; à défaut son code'
 ' — Name of the item in the session''s language; its code where it has none'),
('', 'audit', 'Audit — Audit', '', '0',
 'Numéro de l’audit, unique pour une structure dans une édition'
 ' — Number of the audit, unique within edition and structure'),
('', 'reference', 'Référence — Reference', '', '',
 'Nom de l’audit dans le fichier d’où il vient, unique pour une structure dans une édition ; NULL : aucun'
 ' — Name of the audit in the file that it came from, unique within edition and structure; NULL: none'),
('', 'audited_on', 'Date de l’audit — Date of the audit', '', 'yyyy-mm-dd',
 'Jour de l’audit — Day of the audit'),
('', 'auditor', 'Auditeur — Auditor', '', '',
 'Code de l’auditeur — Code of the auditor'),
('', 'responded', 'A répondu — Responded', '', '',
 'Faux : la structure n’a pas répondu à l’audit — False: the structure did not respond to the audit'),

('', 'global_score', 'Score global — Global score', 'points', '0.0',
 'Score global (0–100), non arrondi : moyenne des déterminants, selon leurs poids ; NULL quand rien n’a été mesuré'
 ' — Global score (0–100), not rounded: mean of the determinants, by weight; NULL when nothing was measured'),
('', 'score', 'Score — Score', 'points', '0.0',
 'Score (0–100) de la structure — Score (0–100) of the structure'),
('category_score, edition_score, edition_trend, edition_breakdown, category_breakdown, population_score, '
 'public_category_score, public_category_breakdown',
 'score', 'Score moyen — Mean score', 'points', '0.0',
 'Moyenne (0–100) des scores des structures, selon leurs poids'
 ' — Mean (0–100) of the structures'' scores, by participation weight'),
('edition_criterion, category_criterion', 'score', 'Score moyen — Mean score', 'points', '0.0',
 'Moyenne (0–100) sur les structures, selon leurs poids, de leurs scores moyens à l’item, silences notés 0 compris'
 ' — Mean (0–100) over the structures, by participation weight, of their mean scores at the item, silences that '
 'score 0 included'),
('', 'std_error', 'Erreur type — Standard error', 'points', '0.00',
 'Erreur type du score, tirée des audits : jackknife, modéré par toutes les structures de l’édition '
 '(moderated_estimate) ; NULL sans score, et quand l’édition n’a nulle part deux audits d’une structure sur un canal'
 ' — Standard error of the score, from the audits: the jackknife, moderated by all structures of the edition '
 '(moderated_estimate); NULL without a score, and when the edition has nowhere two audits of one structure on a '
 'channel'),
('category_score, edition_score, edition_trend, edition_breakdown, category_breakdown, edition_criterion, '
 'category_criterion, population_score, public_category_score, public_category_breakdown',
 'std_error', 'Erreur type — Standard error', 'points', '0.00',
 'Erreur type de la moyenne, les participants étant un échantillon d’une population plus grande de structures ; NULL '
 'pour une seule'
 ' — Standard error of the mean where the participants are a sample of a larger population of structures; NULL for a '
 'single one'),
('', 'df', 'Degrés de liberté — Degrees of freedom', '', '0.0',
 'Degrés de liberté de std_error — Degrees of freedom of std_error'),
('', 'score_low', 'Score, borne basse — Score, lower bound', 'points', '0.0',
 'Borne basse de l’intervalle à 95 % du score, par std_error, coupée à 0'
 ' — Lower bound of the score''s 95 % interval, by std_error, cut at 0'),
('', 'score_high', 'Score, borne haute — Score, upper bound', 'points', '0.0',
 'Borne haute de l’intervalle à 95 % du score, par std_error, coupée à 100'
 ' — Upper bound of the score''s 95 % interval, by std_error, cut at 100'),
('', 'audit_std_error', 'Erreur type due aux audits — Standard error of the audits', 'points', '0.00',
 'Erreur type de la moyenne, les participants étant tous là et seuls leurs audits un échantillon ; NULL quand un '
 'score n’a pas d’erreur'
 ' — Standard error of the mean where the participants are all there is and only their audits are a sample; NULL '
 'when a score has no error'),
('', 'audit_df', 'Degrés de liberté (audits) — Degrees of freedom (audits)', '', '0.0',
 'Degrés de liberté de audit_std_error (Satterthwaite) — Degrees of freedom of audit_std_error (Satterthwaite)'),
('', 'audit_low', 'Borne basse (audits) — Lower bound (audits)', 'points', '0.0',
 'Borne basse de l’intervalle à 95 % par audit_std_error, coupée à 0'
 ' — Lower bound of the 95 % interval by audit_std_error, cut at 0'),
('', 'audit_high', 'Borne haute (audits) — Upper bound (audits)', 'points', '0.0',
 'Borne haute de l’intervalle à 95 % par audit_std_error, coupée à 100'
 ' — Upper bound of the 95 % interval by audit_std_error, cut at 100'),
('', 'participants', 'Participants — Participants', 'structures', '#,##0',
 'Nombre de structures qui ont un tel score et un poids — Number of structures with such a score and a weight'),
('', 'answers', 'Réponses — Answers', 'réponses — answers', '#,##0',
 'Nombre d’audits qui comportent l’item ; ce qui est de poids 0 ne compte pas'
 ' — Number of audits that have the item; what has weight 0 does not count'),
('', 'audits', 'Audits — Audits', 'audits', '#,##0',
 'Nombre d’audits de poids non nul — Number of audits with a weight'),
('', 'completeness', 'Complétude — Completeness', '', '0.0%',
 'Part (0–1) des items, selon leurs poids, qui ont reçu un score, hors items sans objet'
 ' — Share (0–1) of the items, by weight, that were scored, the not applicable ones left out'),
('', 'change', 'Évolution — Change', 'points', '+0.0;-0.0',
 'Score moins celui de l’édition précédente, en points ; NULL quand l’un des deux manque'
 ' — Score minus that of the previous edition, in points; NULL without one of the two'),
('', 'change_low', 'Évolution, borne basse — Change, lower bound', 'points', '+0.0;-0.0',
 'Borne basse de l’intervalle à 95 % de l’évolution ; les structures présentes deux fois comptent comme appariées'
 ' — Lower bound of the 95 % interval of the change; structures present twice count as paired'),
('', 'change_high', 'Évolution, borne haute — Change, upper bound', 'points', '+0.0;-0.0',
 'Borne haute de l’intervalle à 95 % de l’évolution — Upper bound of the 95 % interval of the change'),
('', 'gap', 'Écart — Gap', 'points', '+0.0;-0.0',
 'Score moins celui de la référence, en points — Score minus that of the reference, in points'),
('', 'gap_std_error', 'Erreur type de l’écart — Standard error of the gap', 'points', '0.00',
 'Erreur type de l’écart — Standard error of the gap'),
('', 'gap_df', 'Degrés de liberté de l’écart — Degrees of freedom of the gap', '', '0.0',
 'Degrés de liberté de l’erreur de l’écart (Welch–Satterthwaite)'
 ' — Degrees of freedom of the gap''s error (Welch–Satterthwaite)'),
('', 'gap_low', 'Écart, borne basse — Gap, lower bound', 'points', '+0.0;-0.0',
 'Borne basse de l’intervalle à 95 % de l’écart ; NULL quand il n’a pas d’erreur'
 ' — Lower bound of the 95 % interval of the gap; NULL where it has no error'),
('', 'gap_high', 'Écart, borne haute — Gap, upper bound', 'points', '+0.0;-0.0',
 'Borne haute de l’intervalle à 95 % de l’écart ; NULL quand il n’a pas d’erreur'
 ' — Upper bound of the 95 % interval of the gap; NULL where it has no error'),
('', 'p_value', 'Valeur p — p-value', '', '0.000',
 'Valeur p (0–1) de l’hypothèse d’un écart nul, par le t de Student ; NULL sans erreur'
 ' — p-value (0–1) of no gap, by Student''s t; NULL without error'),
('', 'p_adjusted', 'Valeur p ajustée — Adjusted p-value', '', '0.000',
 'Valeur p ajustée au nombre d’écarts de l’édition et de la ventilation (Holm)'
 ' — p-value adjusted for the number of gaps within edition and breakdown (Holm)'),
('', 'certified_score', 'Score des certifiées — Score of the certified', 'points', '0.0',
 'Score moyen (0–100) des structures certifiées ; NULL sans elles'
 ' — Mean score (0–100) of the certified structures; NULL without any'),
('', 'non_certified_score', 'Score des non certifiées — Score of the others', 'points', '0.0',
 'Score moyen (0–100) des structures non certifiées ; NULL sans elles'
 ' — Mean score (0–100) of the structures that are not certified; NULL without any'),
('', 'rank', 'Rang — Rank', '', '0',
 'Rang, 1 est le meilleur ; les scores égaux à 9 décimales ont le même, le meilleur (1, 2, 2, 4)'
 ' — Rank, 1 is best; scores that agree to 9 decimals share the better rank (1, 2, 2, 4)'),
('', 'ranked', 'Structures classées — Structures ranked', 'structures', '#,##0',
 'Nombre de structures du classement — Number of structures in the ranking'),
('', 'shrunken_score', 'Score attendu — Shrunken score', 'points', '0.0',
 'Score vrai (0–100) que l’on attend derrière le score global, ramené vers la moyenne de la catégorie à la mesure du '
 'hasard dans les scores de l’édition (shrunken_estimate) : le premier de beaucoup est aussi le plus chanceux ; NULL '
 'sans erreur'
 ' — The true score (0–100) that one expects behind the global score, drawn towards the category''s mean by as much '
 'as the scores of the edition are chance (shrunken_estimate): the best of many is also the luckiest; NULL without '
 'error'),
('', 'strength', 'Point fort — Strength', '', '0',
 'Place parmi les points forts de la structure, cinq au plus : les plus grands écarts positifs ; NULL : n’en est pas un'
 ' — Place among the structure''s strengths, at most five: the largest positive gaps; NULL: none of them'),
('', 'weakness', 'Point faible — Weakness', '', '0',
 'Place parmi les points faibles de la structure, cinq au plus : les plus grands écarts négatifs ; NULL : n’en est '
 'pas un'
 ' — Place among the structure''s weaknesses, at most five: the largest negative gaps; NULL: none of them'),
('', 'within_effect', 'Effet propre — Within effect', 'points', '+0.0;-0.0',
 'Part de l’écart ou de l’évolution qui se trouve à l’intérieur des catégories, en points (Kitagawa 1955)'
 ' — Part of the gap or change that is found within the categories, in points (Kitagawa 1955)'),
('', 'mix_effect', 'Effet de composition — Mix effect', 'points', '+0.0;-0.0',
 'Part de l’évolution qui vient du changement de poids des catégories, en points'
 ' — Part of the change that comes from changed shares of the categories, in points'),
