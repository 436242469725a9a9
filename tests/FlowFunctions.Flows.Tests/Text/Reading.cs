using FlowFunctions.Flows.Text;

namespace FlowFunctions.Flows.Tests.Text;

/// <summary>Reads texts for the tests of this folder.</summary>
internal static class Reading
{
    public static TextDocument Valid(string text, TextFormat format)
    {
        var problems = new List<TextProblem>();
        var document = TextDocument.Read(text, format, problems);
        Assert.Empty(problems);
        return Assert.IsType<TextDocument>(document);
    }

    public static List<TextProblem> Problems(string text, TextFormat format)
    {
        var problems = new List<TextProblem>();
        TextDocument.Read(text, format, problems);
        return problems;
    }

    public static TextProblem Refused(string text, TextFormat format)
    {
        var problems = new List<TextProblem>();
        Assert.Null(TextDocument.Read(text, format, problems));
        return Assert.Single(problems);
    }

    public static string Json(this TextDocument document) => document.Root.GetRawText();
}
