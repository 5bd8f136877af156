"""Reporting upward and sharing (notice, 三(二)3, 四(一)): what is recognised and penalised here goes to the provincial
and the national platform in their column names (`records`), is acknowledged record by record (`submitting`) and
compared with what they hold (`reconciling`)."""
