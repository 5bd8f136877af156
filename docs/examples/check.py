from huixin import Client

answer = Client().check("91441302MADEM0003B", scene="promotion")
print(answer.outcome, [measure.code for measure in answer.measures])
