namespace FlowFunctions.Expressions.Library;

/// <summary>The methods of a regular expression.</summary>
internal static class RegExpMethods
{
    public static readonly Dictionary<string, MethodBody> All = new()
    {
        ["exec"] = (run, self, arguments) => StringPatterns.First(run, self.RegExp, arguments.Text(run, 0)),
        ["test"] = (run, self, arguments) => self.RegExp.IsMatch(run, arguments.Text(run, 0)),
    };
}
