using System.Text.Json;
using FlowFunctions.Expressions.Nodes;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Evaluation;

/// <summary>
/// An expression that only reads members of a name, the most common of all. It is read from the JSON directly and gives
/// the very element; where that does not succeed, the tree is evaluated and finds the value or the error.
/// </summary>
internal sealed class StaticPath(string root, string[] members)
{
    public static StaticPath? Find(Node tree)
    {
        var members = new Stack<string>();
        while (tree is MemberNode or ChainNode)
        {
            if (tree is MemberNode member)
                members.Push(member.Name);
            tree = tree is MemberNode { Target: var target } ? target : ((ChainNode)tree).Chain;
        }
        return tree is RootNode node ? new StaticPath(node.Name, [.. members]) : null;
    }

    public bool TryRead(ExpressionScope scope, out JsonElement element)
    {
        var first = 0;
        element = root switch
        {
            "input" => scope.Input,
            "trigger" => scope.Trigger,
            "env" => scope.Env,
            "run" => scope.Run,
            "item" => scope.Item,
            "items" => scope.Items,
            "secrets" => scope.Secrets,
            RootNames.Steps => ReadStep(scope, ref first),
            _ => default,
        };
        for (var i = first; i < members.Length; i++)
        {
            if (!TryReadMember(element, members[i], out element))
                return false;
        }
        return element.ValueKind != JsonValueKind.Undefined;
    }

    private JsonElement ReadStep(ExpressionScope scope, ref int read)
    {
        if (
            members.Length < 2
            || members[1] is not ("output" or "error")
            || scope.Steps?.Invoke(members[0]) is not { } step
        )
            return default;
        read = 2;
        return members[1] == "output" ? step.Output : step.Error;
    }

    private static bool TryReadMember(JsonElement element, string name, out JsonElement member)
    {
        member = default;
        if (element.ValueKind == JsonValueKind.Object)
            return JsonText.TryGetProperty(element, name, out member);
        if (
            element.ValueKind != JsonValueKind.Array
            || !PropertyMap.IsIndex(name, out var index)
            || index >= element.GetArrayLength()
        )
            return false;
        member = element[(int)index];
        return true;
    }
}
