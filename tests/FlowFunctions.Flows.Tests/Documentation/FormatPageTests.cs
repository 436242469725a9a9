using System.Text.RegularExpressions;
using FlowFunctions.Flows.Compilation;
using FlowFunctions.Flows.Schema;
using FlowFunctions.Flows.Tests.Compilation;

namespace FlowFunctions.Flows.Tests.Documentation;

public sealed partial class FormatPageTests
{
    private const string Name = "docs/flow-format.md";

    [Fact]
    public void FormatPage_Tables_AreMadeFromTheSchema()
    {
        var page = Tables()
            .Replace(
                Page.Read(Name),
                match =>
                    $"{match.Groups["start"]}\n\n{SchemaTable.Of(FlowSchema.Document, match.Groups["name"].Value)}\n{match.Groups["end"]}"
            );
        Page.AssertIs(Name, page);
    }

    [Fact]
    public void FormatPage_Examples_Compile()
    {
        var examples = Examples().Matches(Page.Read(Name)).Select(match => match.Groups["text"].Value).ToArray();
        Assert.True(examples.Length >= 2);
        Assert.All(examples, text => Assert.Empty(FlowCompilerTests.Compile(text).Problems));
    }

    [Fact]
    public void Schema_OfFlows_IsValidAgainstTheMetaschema()
    {
        var metaschema = JsonSchema.Parse("""{ "$ref": "https://json-schema.org/draft/2020-12/schema" }""");
        Assert.Empty(metaschema.Validate(FlowSchema.Document));
    }

    [GeneratedRegex(@"(?<start><!-- schema: (?<name>\w+) -->).*?(?<end><!-- end -->)", RegexOptions.Singleline)]
    private static partial Regex Tables();

    [GeneratedRegex(@"```(json|yaml)\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Examples();
}
