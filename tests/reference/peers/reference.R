# Makes expected.csv from the three simulated data sets beside it: Rscript reference.R
# R 4.2.2, nlme 3.1-162, MASS 7.3-58.2 (Debian 12) made the committed one.
library(nlme)
library(MASS)
put <- function(model, quantity, value) {
  cat(sprintf("%s,%s,%.12g\n", model, quantity, as.numeric(value)), file = out)
}
out <- file("expected.csv", "w")
cat("model,quantity,value\n", file = out)

d <- read.csv("slopes.csv")
d$person <- factor(d$person)
tight <- lmeControl(opt = "optim", reltol = 1e-14, tolerance = 1e-12, msTol = 1e-14)
m <- lme(y ~ 0 + person + person:t + x + lag, random = ~ 0 + x | person, data = d, control = tight)
put("slopes", "mean", fixef(m)["x"])
put("slopes", "carry_over", fixef(m)["lag"])
put("slopes", "standard_error", sqrt(vcov(m)["x", "x"]))
put("slopes", "spread", VarCorr(m)["x", "StdDev"])
put("slopes", "residual", VarCorr(m)["Residual", "StdDev"])
for (k in 1:3) put("slopes", paste0("slope ", k - 1), fixef(m)["x"] + ranef(m)[k, 1])

o <- read.csv("ordinal.csv")
o$y <- factor(o$y)
p <- polr(y ~ trend + lag + x, data = o, Hess = TRUE, control = list(reltol = 1e-15, maxit = 1000))
put("ordinal", "log_odds", coef(p)["x"])
put("ordinal", "standard_error", sqrt(vcov(p)["x", "x"]))
put("ordinal", "log_likelihood", logLik(p))

s <- read.csv("interrupted.csv")
g <- gls(y ~ trend + after, data = s, correlation = corCAR1(form = ~day),
         control = glsControl(tolerance = 1e-12, msTol = 1e-14))
put("interrupted", "phi", coef(g$modelStruct$corStruct, unconstrained = FALSE))
put("interrupted", "estimate", coef(g)["after"])
put("interrupted", "standard_error", sqrt(vcov(g)["after", "after"]))
close(out)
