# An independent check of engine/evidence with base R (written against 4.2): the comparisons of the
# SONIC trial, as lines `name value`. tests/evidence/statistics/print_comparisons.cpp prints the same names.
#
#   Rscript tests/evidence/statistics/check_with_r.R                 prints
#   Rscript tests/evidence/statistics/check_with_r.R printed.txt     compares with what that program printed
#
# What R has is taken from R (binom.test, fisher.test, prop.test, poisson.test, mantelhaen.test,
# power.prop.test); the rest is written here in another way than in C++: restricted estimates by
# their closed forms, conditional distributions from dhyper, Bayes by integrate. fisher.test finds
# its odds ratios to 1e-4 only, so these are done here, and held against it to that.

level <- 0.95
alpha <- 1 - level
z <- qnorm(1 - alpha / 2)
lines <- list()
say <- function(name, value) lines[[name]] <<- as.numeric(value)
say_limits <- function(name, limits) {
  say(paste0(name, ".low"), limits[1])
  say(paste0(name, ".high"), limits[2])
}
root <- function(f, low, high) uniroot(f, c(low, high), tol = 1e-15, maxiter = 10000)$root

# ---- one proportion
wilson <- function(x, n) {
  centre <- (x + z^2 / 2) / (n + z^2)
  half <- z / (n + z^2) * sqrt(x * (n - x) / n + z^2 / 4)
  c(centre - half, centre + half)
}
mid_p <- function(x, n) {
  low <- function(p) 1 - pbinom(x, n, p) + dbinom(x, n, p) / 2 - alpha / 2
  high <- function(p) pbinom(x - 1, n, p) + dbinom(x, n, p) / 2 - alpha / 2
  c(if (x == 0) 0 else root(low, 0, x / n), if (x == n) 1 else root(high, x / n, 1))
}
jeffreys <- function(x, n) {
  c(if (x == 0) 0 else qbeta(alpha / 2, x + 0.5, n - x + 0.5),
    if (x == n) 1 else qbeta(1 - alpha / 2, x + 0.5, n - x + 0.5))
}

# ---- risk difference
newcombe <- function(x1, n1, x2, n2) {
  p1 <- x1 / n1
  p2 <- x2 / n2
  w1 <- wilson(x1, n1)
  w2 <- wilson(x2, n2)
  p1 - p2 + c(-sqrt((p1 - w1[1])^2 + (w2[2] - p2)^2), sqrt((w1[2] - p1)^2 + (p2 - w2[1])^2))
}
# The cubic equation of Miettinen and Nurminen 1985, solved by its angle.
difference_variance <- function(d, x1, n1, x2, n2) {
  n <- n1 + n2
  l2 <- (n1 + 2 * n2) * d - n - (x1 + x2)
  l1 <- (n2 * d - n - 2 * x2) * d + x1 + x2
  l0 <- x2 * d * (1 - d)
  q <- l2^3 / (3 * n)^3 - l1 * l2 / (6 * n^2) + l0 / (2 * n)
  p <- sign(q) * sqrt(max(l2^2 / (3 * n)^2 - l1 / (3 * n), 0))
  if (p == 0) p <- 1e-300
  a <- (pi + acos(min(max(q / p^3, -1), 1))) / 3
  p2 <- min(max(2 * p * cos(a) - l2 / (3 * n), 0, -d), 1, 1 - d)
  p1 <- p2 + d
  p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2
}
difference_score <- function(x1, n1, x2, n2, factor) {
  at <- x1 / n1 - x2 / n2
  f <- function(d) (at - d)^2 - z^2 * factor * difference_variance(d, x1, n1, x2, n2)
  c(root(f, -1, at), root(f, at, 1))
}

# ---- risk ratio: Koopman's own statistic, a sum over the arms
koopman <- function(x1, n1, x2, n2) {
  statistic <- function(ratio) {
    a <- (n1 + n2) * ratio
    b <- -((x1 + n2) + ratio * (x2 + n1))
    p2 <- (-b - sqrt(b^2 - 4 * a * (x1 + x2))) / (2 * a)
    p1 <- ratio * p2
    (x1 - n1 * p1)^2 / (n1 * p1 * (1 - p1)) + (x2 - n2 * p2)^2 / (n2 * p2 * (1 - p2))
  }
  at <- log((x1 / n1) / (x2 / n2))
  f <- function(theta) statistic(exp(theta)) - z^2
  exp(c(root(f, at - 8, at), root(f, at, at + 8)))
}
katz <- function(x1, n1, x2, n2) {
  exp(log((x1 / n1) / (x2 / n2)) + c(-1, 1) * z * sqrt(1 / x1 - 1 / n1 + 1 / x2 - 1 / n2))
}

# ---- odds ratio
ratio_of_odds <- function(x1, n1, x2, n2) x1 * (n2 - x2) / (x2 * (n1 - x1))
odds_score <- function(x1, n1, x2, n2) {
  n <- n1 + n2
  statistic <- function(ratio) {
    a <- n2 * (ratio - 1)
    b <- n1 * ratio + n2 - (x1 + x2) * (ratio - 1)
    p2 <- if (abs(a) < 1e-12) (x1 + x2) / n else (-b + sqrt(b^2 + 4 * a * (x1 + x2))) / (2 * a)
    p1 <- p2 * ratio / (1 + p2 * (ratio - 1))
    (x1 - n1 * p1)^2 * (1 / (n1 * p1 * (1 - p1)) + 1 / (n2 * p2 * (1 - p2))) * (n - 1) / n
  }
  at <- log(ratio_of_odds(x1, n1, x2, n2))
  f <- function(theta) statistic(exp(theta)) - z^2
  exp(c(root(f, at - 8, at), root(f, at, at + 8)))
}
woolf <- function(x1, n1, x2, n2) {
  exp(log(ratio_of_odds(x1, n1, x2, n2)) +
    c(-1, 1) * z * sqrt(1 / x1 + 1 / (n1 - x1) + 1 / x2 + 1 / (n2 - x2)))
}
conditional <- function(x1, n1, x2, n2) {
  m <- x1 + x2
  k <- max(0, m - n2):min(n1, m)
  density <- function(theta) {
    w <- dhyper(k, n1, n2, m, log = TRUE) + theta * k
    w <- exp(w - max(w))
    w / sum(w)
  }
  at_least <- function(theta, share) sum(density(theta)[k > x1]) + share * density(theta)[k == x1]
  at_most <- function(theta, share) sum(density(theta)[k < x1]) + share * density(theta)[k == x1]
  tails <- function(share) {
    exp(c(root(function(t) at_least(t, share) - alpha / 2, -15, 15),
          root(function(t) at_most(t, share) - alpha / 2, -15, 15)))
  }
  null <- density(0)
  list(exact = tails(1), mid_p = tails(0.5),
       estimate = exp(root(function(t) sum(k * density(t)) - x1, -15, 15)),
       mid_p_value = min(1, 2 * min(at_least(0, 0.5), at_most(0, 0.5))))
}

# ---- Bayes
higher <- function(a1, b1, a2, b2) {
  f <- function(t) {
    x <- sin(t)^2
    dbeta(x, a1, b1) * pbeta(x, a2, b2) * 2 * sin(t) * cos(t)
  }
  cuts <- seq(0, pi / 2, length.out = 41)
  sum(mapply(function(from, to) integrate(f, from, to, rel.tol = 1e-12)$value,
             cuts[-41], cuts[-1]))
}
best <- function(i, a, b) {
  others <- setdiff(1:3, i)
  f <- function(x) {
    dbeta(x, a[i], b[i]) * pbeta(x, a[others[1]], b[others[1]]) *
      pbeta(x, a[others[2]], b[others[2]])
  }
  cuts <- seq(0, 1, length.out = 51)
  sum(mapply(function(from, to) integrate(f, from, to, rel.tol = 1e-12)$value,
             cuts[-51], cuts[-1]))
}

# ---- fragility
table_of <- function(x1, n1, x2, n2) rbind(c(x1, n1 - x1), c(x2, n2 - x2))
fisher <- function(...) fisher.test(table_of(...))$p.value
fragility <- function(x1, n1, x2, n2) {
  before <- fisher(x1, n1, x2, n2) < 0.05
  step <- if (before) 1 else -1
  first <- x1 < x2 || (x1 == x2 && n1 >= n2)
  count <- 0
  repeat {
    count <- count + 1
    if (first) x1 <- x1 + step else x2 <- x2 + step
    if (x1 < 0 || x2 < 0 || x1 > n1 || x2 > n2) return(-1)
    if ((fisher(x1, n1, x2, n2) < 0.05) != before) return(count)
  }
}

arm <- function(name, x, n) {
  say_limits(paste0(name, ".wilson"), wilson(x, n))
  say_limits(paste0(name, ".clopper_pearson"), binom.test(x, n)$conf.int)
  say_limits(paste0(name, ".mid_p"), mid_p(x, n))
  say_limits(paste0(name, ".jeffreys"), jeffreys(x, n))
  say_limits(paste0(name, ".garwood"), poisson.test(x)$conf.int)
  say(paste0(name, ".mean"), (x + 1) / (n + 2))
  say_limits(paste0(name, ".belief"), qbeta(c(alpha / 2, 1 - alpha / 2), x + 1, n - x + 1))
}

pair <- function(name, x1, n1, x2, n2) {
  at <- function(what) paste0(name, ".", what)
  n <- n1 + n2
  say(at("difference"), x1 / n1 - x2 / n2)
  say_limits(at("difference.newcombe"), newcombe(x1, n1, x2, n2))
  say_limits(at("difference.mn"), difference_score(x1, n1, x2, n2, n / (n - 1)))
  say_limits(at("difference.mee"), difference_score(x1, n1, x2, n2, 1))
  say(at("ratio"), (x1 / n1) / (x2 / n2))
  say_limits(at("ratio.koopman"), koopman(x1, n1, x2, n2))
  say_limits(at("ratio.katz"), katz(x1, n1, x2, n2))
  given <- conditional(x1, n1, x2, n2)
  tested <- fisher.test(table_of(x1, n1, x2, n2))
  # It searches among ratios below 1 and among the inverses of those above.
  apart <- function(a, b) max(abs(ifelse(b > 1, 1 / a - 1 / b, a - b)))
  stopifnot(apart(tested$conf.int, given$exact) < 2e-4,
            apart(tested$estimate, given$estimate) < 2e-4)
  say(at("odds"), ratio_of_odds(x1, n1, x2, n2))
  say(at("odds.conditional"), given$estimate)
  say_limits(at("odds.mn"), odds_score(x1, n1, x2, n2))
  say_limits(at("odds.woolf"), woolf(x1, n1, x2, n2))
  say_limits(at("odds.exact"), given$exact)
  say_limits(at("odds.mid_p"), given$mid_p)
  say(at("fisher"), tested$p.value)
  say(at("mid_p"), given$mid_p_value)
  for (corrected in c(FALSE, TRUE)) {
    # It warns of small expected counts; the statistic is what it is.
    test <- suppressWarnings(prop.test(c(x1, x2), c(n1, n2), correct = corrected))
    what <- if (corrected) "pearson.corrected" else "pearson"
    say(at(what), test$statistic)
    say(at(paste0(what, ".p")), test$p.value)
  }
  say(at("higher.uniform"), higher(x1 + 1, n1 - x1 + 1, x2 + 1, n2 - x2 + 1))
  say(at("higher.jeffreys"), higher(x1 + 0.5, n1 - x1 + 0.5, x2 + 0.5, n2 - x2 + 0.5))
  say(at("fragility"), fragility(x1, n1, x2, n2))
}

endpoint <- function(name, x, n) {
  short <- c("aza", "ifx", "both")
  for (i in 1:3) arm(paste0(name, ".", short[i]), x[i], n[i])
  for (one in list(c(2, 1), c(3, 1), c(3, 2))) {
    i <- one[1]
    j <- one[2]
    pair(paste0(name, ".", short[i], "-", short[j]), x[i], n[i], x[j], n[j])
  }
  for (i in 1:3) {
    say(paste0(name, ".best.uniform.", short[i]), best(i, x + 1, n - x + 1))
    say(paste0(name, ".best.jeffreys.", short[i]), best(i, x + 0.5, n - x + 0.5))
  }
}

endpoint("remission", c(51, 75, 96), c(170, 169, 169))
endpoint("healing", c(18, 28, 47), c(109, 93, 107))
endpoint("adverse", c(43, 39, 27), c(161, 163, 179))
endpoint("infection", c(9, 8, 7), c(161, 163, 179))
arm("antibodies.ifx", 15, 103)
arm("antibodies.both", 1, 116)
pair("antibodies.ifx-both", 15, 103, 1, 116)

for (corrected in c(FALSE, TRUE)) {
  test <- mantelhaen.test(UCBAdmissions, correct = corrected)
  what <- if (corrected) "admissions.corrected" else "admissions"
  say(what, test$statistic)
  say(paste0(what, ".p"), test$p.value)
  if (!corrected) {
    say("admissions.odds", test$estimate)
    say_limits("admissions.odds", test$conf.int)
  }
}

# Of 51/170 against 75/169 as if true, with 100 and 170 patients in each arm.
for (n in c(100, 170)) {
  test <- power.prop.test(n = n, p1 = 51 / 170, p2 = 75 / 169)
  say(paste0("power.", n), test$power)
}
say("patients.80", ceiling(power.prop.test(p1 = 51 / 170, p2 = 75 / 169, power = 0.8)$n))
say("patients.90", ceiling(power.prop.test(p1 = 51 / 170, p2 = 75 / 169, power = 0.9)$n))
# With the correction, from those without: Fleiss, Tytun and Ury 1980.
corrected <- function(power) {
  p1 <- 51 / 170
  p2 <- 75 / 169
  mean <- (p1 + p2) / 2
  n <- (z * sqrt(2 * mean * (1 - mean)) +
    qnorm(power) * sqrt(p1 * (1 - p1) + p2 * (1 - p2)))^2 / (p1 - p2)^2
  ceiling(n / 4 * (1 + sqrt(1 + 4 / (n * abs(p1 - p2))))^2)
}
say("patients.corrected.80", corrected(0.8))
say("patients.corrected.90", corrected(0.9))

given <- commandArgs(trailingOnly = TRUE)
if (length(given) == 0) {
  for (name in names(lines)) cat(sprintf("%s %.10g\n", name, lines[[name]]))
} else {
  other <- read.table(given[1], col.names = c("name", "value"), stringsAsFactors = FALSE)
  stopifnot(setequal(other$name, names(lines)), !anyDuplicated(other$name))
  mine <- unlist(lines)[other$name]
  distance <- abs(mine - other$value) / pmax(1, abs(mine))
  far <- !(distance <= 1e-6)
  cat(sprintf("%d values, largest distance %.3g at %s\n", length(mine), max(distance),
              other$name[which.max(distance)]))
  if (any(far)) {
    print(data.frame(name = other$name, r = mine, other = other$value)[far, ], digits = 12)
    quit(status = 1)
  }
}
