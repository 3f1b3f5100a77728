"""Models in the shape of the scale files, of any size."""

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d_{name}" targetNamespace="http://uvmgr.example/bench">
<bpmn:process id="{name}" isExecutable="true">
<bpmn:startEvent id="start"/>
"""
TAIL = "</bpmn:process>\n</bpmn:definitions>\n"
END = '<bpmn:endEvent id="end"/>\n'


def script(name, text):
    return f'<bpmn:scriptTask id="{name}" scriptFormat="text/x-python"><bpmn:script>{text}</bpmn:script></bpmn:scriptTask>\n'


def flow(name, source, target, condition=None):
    if condition is None:
        return f'<bpmn:sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}"/>\n'
    return (
        f'<bpmn:sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}"><bpmn:conditionExpression '
        f'xsi:type="bpmn:tFormalExpression">{condition}</bpmn:conditionExpression></bpmn:sequenceFlow>\n')


def linear(size):
    parts = [HEAD.format(name=f"linear_{size}"), script("init", "x = 0"), flow("f_s", "start", "init")]
    before = "init"
    for index in range(size):
        parts += [script(f"t{index}", "x = x + 1"), flow(f"f{index}", before, f"t{index}")]
        before = f"t{index}"
    return "".join(parts + [END, flow("f_e", before, "end"), TAIL])


def loop(size):
    return "".join([
        HEAD.format(name=f"loop_{size}"), script("init", "x = 0"), '<bpmn:exclusiveGateway id="merge"/>\n',
        script("inc", "x = x + 1"), '<bpmn:exclusiveGateway id="check" default="f_out"/>\n', END,
        flow("a", "start", "init"), flow("b", "init", "merge"), flow("c", "merge", "inc"), flow("d", "inc", "check"),
        flow("f_back", "check", "merge", f"x &lt; {size}"), flow("f_out", "check", "end"), TAIL])
