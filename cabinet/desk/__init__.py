"""The paper desk: staff enter applications that came on paper, by post or from another portal."""
