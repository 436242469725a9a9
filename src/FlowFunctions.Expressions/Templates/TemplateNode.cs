using System.Text.Json;
using FlowFunctions.Expressions.Evaluation;

namespace FlowFunctions.Expressions.Templates;

/// <summary>A part of a template; it writes its value, or says that it is undefined.</summary>
internal abstract class TemplateNode(JsonElement source)
{
    public JsonElement Source => source;

    public virtual bool IsConstant => false;

    public abstract bool Write(EvaluationRun run, ResultWriter writer);
}

/// <summary>JSON without an expression.</summary>
internal sealed class ConstantTemplate(JsonElement source) : TemplateNode(source)
{
    public override bool IsConstant => true;

    public override bool Write(EvaluationRun run, ResultWriter writer) => writer.WriteRaw(Source);
}

internal sealed class TextTemplate(JsonElement source, TemplateText text) : TemplateNode(source)
{
    public Expression? Whole => text.Whole;

    public override bool Write(EvaluationRun run, ResultWriter writer)
    {
        if (text.Whole is { } expression)
            return writer.Write(TemplateText.Evaluate(run, expression));
        writer.WriteText(text.Join(run));
        return true;
    }
}

internal sealed class ArrayTemplate(JsonElement source, TemplateNode[] items) : TemplateNode(source)
{
    public override bool IsConstant { get; } = Array.TrueForAll(items, item => item.IsConstant);

    public override bool Write(EvaluationRun run, ResultWriter writer)
    {
        if (IsConstant)
            return writer.WriteRaw(Source);
        writer.Output.Append('[');
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0)
                writer.Output.Append(',');
            if (!items[i].Write(run, writer))
                writer.Output.Append("null");
        }
        writer.Output.Append(']');
        return true;
    }
}

internal sealed class ObjectTemplate(JsonElement source, KeyValuePair<string, TemplateNode>[] members)
    : TemplateNode(source)
{
    public override bool IsConstant { get; } = Array.TrueForAll(members, member => member.Value.IsConstant);

    public bool TryGet(string name, out TemplateNode member)
    {
        var index = Array.FindLastIndex(members, candidate => candidate.Key == name);
        member = index < 0 ? this : members[index].Value;
        return index >= 0;
    }

    public override bool Write(EvaluationRun run, ResultWriter writer)
    {
        if (IsConstant)
            return writer.WriteRaw(Source);
        var output = writer.Output;
        output.Append('{');
        var written = false;
        foreach (var (name, member) in members)
        {
            var before = output.Length;
            if (written)
                output.Append(',');
            writer.WriteText(name);
            output.Append(':');
            if (member.Write(run, writer))
                written = true;
            else
                output.Length = before;
        }
        output.Append('}');
        return true;
    }
}
