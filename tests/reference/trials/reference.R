# Makes peers.csv from people.csv beside it: Rscript reference.R
# R 4.2.2, lme4 1.1-31, nlme 3.1-162, MASS 7.3-58.2 (Debian 12) made the committed one.
library(nlme)
library(MASS)
out <- file("peers.csv", "w")
cat("model,quantity,value\n", file = out)
put <- function(model, quantity, value) {
  cat(sprintf("%s,%s,%.12g\n", model, quantity, as.numeric(value)), file = out)
}
d <- read.csv("people.csv")
d$arm <- factor(d$arm, levels = c("MBM", "usual"))

# Analysis of covariance with each robust variance, by its definition.
m <- lm(after ~ arm + before, d)
put("ancova", "estimate", coef(m)["armusual"])
put("ancova", "classical", sqrt(vcov(m)["armusual", "armusual"]))
X <- model.matrix(m); e <- resid(m); h <- hatvalues(m); bread <- solve(crossprod(X))
for (kind in c("HC0", "HC1", "HC2", "HC3")) {
  w <- switch(kind, HC0 = e^2, HC1 = e^2 * nrow(X) / (nrow(X) - ncol(X)), HC2 = e^2 / (1 - h),
              HC3 = e^2 / (1 - h)^2)
  v <- bread %*% crossprod(X * sqrt(w)) %*% bread
  put("ancova", kind, sqrt(v["armusual", "armusual"]))
}

# Standardised shares, and the variance of their influence function.
g <- glm(better ~ arm + before, binomial, d, control = glm.control(epsilon = 1e-14, maxit = 100))
one <- transform(d, arm = factor("usual", levels(arm))); zero <- transform(d, arm = factor("MBM", levels(arm)))
m1 <- predict(g, one, type = "response"); m0 <- predict(g, zero, type = "response")
a <- d$arm == "usual"; p <- mean(a)
effect <- mean(m1) - mean(m0)
f <- m1 - m0 - effect + a * (d$better - m1) / p - (!a) * (d$better - m0) / (1 - p)
put("responders", "share", mean(m1)); put("responders", "other_share", mean(m0))
put("responders", "difference", effect)
put("responders", "standard_error", sqrt(sum(f^2) / nrow(d) / (nrow(d) - 3)))
tab <- table(d$arm, d$better)
put("responders", "fisher", fisher.test(tab)$p.value)
put("responders", "wilson lower", prop.test(sum(d$better[a]), sum(a), correct = FALSE)$conf.int[1])
put("responders", "wilson upper", prop.test(sum(d$better[a]), sum(a), correct = FALSE)$conf.int[2])

# Ordered outcome.
o <- polr(factor(rating) ~ arm + before, d, Hess = TRUE, control = list(reltol = 1e-15, maxit = 1000))
put("ordinal", "log_odds", coef(o)["armusual"])
put("ordinal", "standard_error", sqrt(vcov(o)["armusual", "armusual"]))
put("ordinal", "log_likelihood", logLik(o))
o0 <- polr(factor(rating) ~ before, d, Hess = TRUE, control = list(reltol = 1e-15, maxit = 1000))
put("ordinal", "likelihood_ratio", 2 * (logLik(o) - logLik(o0)))
put("ordinal", "win", wilcox.test(d$rating[a], d$rating[!a], exact = FALSE)$statistic / (sum(a) * sum(!a)))

# People in groups in one arm alone: homoscedastic, and with a variance of each arm.
d$t <- as.numeric(d$arm == "MBM")
d$cluster <- factor(ifelse(d$workshop == "", paste0("alone", seq_len(nrow(d))), d$workshop))
tight <- lmeControl(opt = "optim", reltol = 1e-15, tolerance = 1e-12, msTol = 1e-14, maxIter = 500)
l <- lme(after ~ t + before, random = ~ 0 + t | cluster, data = d, control = tight)
put("nested", "estimate", fixef(l)["t"]); put("nested", "standard_error", sqrt(vcov(l)["t", "t"]))
put("nested", "log_likelihood", logLik(l))
l <- lme(after ~ t + before, random = ~ 0 + t | cluster, data = d, control = tight,
         weights = varIdent(form = ~ 1 | arm))
put("nested by arm", "estimate", fixef(l)["t"])
put("nested by arm", "standard_error", sqrt(vcov(l)["t", "t"]))
put("nested by arm", "log_likelihood", logLik(l))
close(out)
