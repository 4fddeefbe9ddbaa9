"""Rewritten steps, made ahead of any learner: `queue` keeps what is wanted, asked and judged; `writing` asks for one step;
`worker` does so in the background; `deciding` is a teacher's word; `shelf` is what pages show."""
