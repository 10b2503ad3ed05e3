"""The hosts of code: one comment on a pull or merge request, on GitHub, GitLab, Gitee and Codeup. See docs/adr/0029."""
