# population_expected.csv: the edition of 2020 of edition/, calibrated to categories and regions.
# Rscript test/data/population.R, with R package survey; regions: north of odd structures, south of even ones.
suppressMessages(library(survey))
read <- function(name) {
    rows <- read.csv(file.path("test/data/edition", paste0(name, ".csv")))
    rows[rows$edition == 2020, ]
}
units <- read("expected_structure")[c("structure", "category", "weight", "global_score")]
units$region <- ifelse(as.integer(substring(units$structure, 2)) %% 2 == 1, "north", "south")
add <- function(table, key) {
    rows <- read(paste0("expected_", key))
    for (item in unique(rows[[key]])) {
        mine <- rows[rows[[key]] == item, ]
        table[[paste(key, item)]] <- mine$score[match(table$structure, mine$structure)]
    }
    table
}
units[["overall overall"]] <- units$global_score
for (item in unique(units$category))
    units[[paste("category", item)]] <- ifelse(units$category == item, units$global_score, NA)
units <- add(add(units, "determinant"), "channel")

margins <- list(category = c(city_20k_50k = 20, city_50k_plus = 18, city_under_20k = 40, department = 12,
                             intercommunality = 30),
                region = c(north = 70, south = 50))
# more of them: sizes, a column of the user's own; zone, which a category is, is no news to R
number <- as.integer(substring(units$structure, 2))
units$size <- cut((7919 * number) %% 100000, c(0, 20000, 60000, 100000), right = FALSE)
more <- c(margins, list(rural = c(no = 75, yes = 45),
                        size = setNames(c(30, 50, 40), levels(units$size))))
units$rural <- ifelse(number %% 3 == 0, "yes", "no")
for (dimension in names(more))
    units[[dimension]] <- factor(units[[dimension]], names(more[[dimension]]))
units$scaled <- units$weight * 120 / sum(units$weight)
design <- svydesign(ids = ~1, weights = ~scaled, data = units)
survey <- function(margins, ...) {
    formula <- reformulate(names(margins))
    totals <- c(120, unlist(lapply(margins, function(m) m[-1])))
    names(totals) <- colnames(model.matrix(formula, units))
    calibrate(design, formula, totals, epsilon = 1e-13, maxit = 1000, ...)
}
calibrated <- list(raking = survey(margins, calfun = "raking"),
                   logit = survey(margins, calfun = "logit", bounds = c(0.4, 2.5)),
                   "raking of more" = survey(more, calfun = "raking"),
                   "logit of more" = survey(more, calfun = "logit", bounds = c(0.2, 3)))

write <- function(rows, name) write.csv(format(rows, digits = 15, trim = TRUE), name, row.names = FALSE, quote = FALSE)
weights <- do.call(rbind, lapply(names(calibrated), function(method)
    data.frame(method = method, structure = units$structure, calibrated_weight = weights(calibrated[[method]]))))
write(weights, "test/data/population_weights.csv")
scores <- do.call(rbind, lapply(names(calibrated), function(method)
    do.call(rbind, lapply(grep(" ", names(units), value = TRUE), function(column) {
        inside <- !is.na(units[[column]])
        of <- update(calibrated[[method]], y = ifelse(inside, units[[column]], 0))
        mean <- svymean(~y, subset(of, inside))
        w <- weights(calibrated[[method]])[inside]
        data.frame(method = method, breakdown = sub(" .*", "", column), item = sub(".* ", "", column),
                   participants = sum(inside), calibrated_score = coef(mean)[[1]],
                   calibrated_std_error = SE(mean)[[1]], design_effect = 1 + mean((w / mean(w) - 1)^2))
    }))))
write(scores, "test/data/population_expected.csv")
