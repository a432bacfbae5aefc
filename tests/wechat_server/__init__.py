"""A small WeChat server of our own, for tests and for the demo in the terminal (`make demo-wechat`)."""
