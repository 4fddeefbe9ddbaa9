"""A judged run, by hand and with a real key: `drawing` takes answers for people to label, `files` keeps them and the labels,
`asking` puts them to the judge, `run` does all of it. Only rows of the evaluation are ever sent."""
