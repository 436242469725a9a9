namespace FlowFunctions.Expressions.Library;

internal static class RegExpMethods
{
    public static readonly Dictionary<string, MethodBody> All = [];
}
