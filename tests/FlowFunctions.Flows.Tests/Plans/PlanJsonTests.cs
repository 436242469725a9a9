using System.Text;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Flows.Tests.Compilation;

namespace FlowFunctions.Flows.Tests.Plans;

public sealed class PlanJsonTests
{
    private const string Small = """{"id": "f", "steps": {"a": {"type": "call"}}}""";

    /// <summary>Stored plans must read the same and hash the same for ever: these two files never change.</summary>
    [Fact]
    public void Write_GoldenFlow_GivesTheStoredPlanAndHash()
    {
        var plan = FlowCompilerTests.Plan(Golden("order-intake.flow.json"));
        var stored = Golden("order-intake.plan.json").TrimEnd();
        Assert.Equal(stored, Encoding.UTF8.GetString(PlanJson.Write(plan)));
        Assert.Equal("01de947ad402d1cb099845c5738e96a7b6ebd43f0e6cbf731258369d93078026", plan.Hash);
    }

    [Fact]
    public void Read_GoldenPlan_LinksNeedsAcrossScopes()
    {
        var plan = PlanJson.Read(Encoding.UTF8.GetBytes(Golden("order-intake.plan.json")));
        var lines = plan.Root.Steps.Single(step => step.Id == "lines");
        Assert.Equal(["big", "fetch"], lines.Needs.Select(need => need.Id));
        Assert.All(lines.Needs, need => Assert.Equal(0, need.Up));
        var tries = lines.Body!.Steps.Single(step => step.Id == "tries");
        Assert.Equal([("price", 0), ("big", 1)], tries.Needs.Select(need => (need.Id, need.Up)));
        var attempt = Assert.Single(tries.Body!.Steps);
        Assert.Equal([("price", 1), ("big", 2)], attempt.Needs.Select(need => (need.Id, need.Up)));
        Assert.Equal([("price", 0)], lines.Body.Output.Needs.Select(need => (need.Id, need.Up)));
        Assert.Equal(TimeSpan.FromDays(90), plan.Settings.RetainFailed);
        Assert.Equal("{{ input.orderId }}", plan.Settings.Concurrency!.Key!.Source.GetString());
    }

    [Fact]
    public void Read_WrittenPlan_WritesTheSameBytesAndHash()
    {
        var plan = FlowCompilerTests.Plan(Golden("order-intake.flow.json"));
        var bytes = PlanJson.Write(plan);
        var again = PlanJson.Read(bytes, plan.Hash);
        Assert.Equal(plan.Hash, again.Hash);
        Assert.Equal(bytes, PlanJson.Write(again));
    }

    [Fact]
    public void Read_OtherHashExpected_SaysSo()
    {
        var bytes = PlanJson.Write(FlowCompilerTests.Plan(Small));
        var exception = Assert.Throws<PlanException>(() => PlanJson.Read(bytes, new string('0', 64)));
        Assert.Equal(PlanException.HashMismatch, exception.Code);
    }

    [Fact]
    public void Read_UnknownLanguage_SaysSo()
    {
        var text = Encoding.UTF8.GetString(PlanJson.Write(FlowCompilerTests.Plan(Small)));
        var newer = Encoding.UTF8.GetBytes(text.Replace("\"language\":1", "\"language\":2", StringComparison.Ordinal));
        var exception = Assert.Throws<PlanException>(() => PlanJson.Read(newer));
        Assert.Equal("Flow.LanguageUnknown", exception.Code);
        Assert.Contains("Use a newer program", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"language": 1}""")]
    [InlineData(
        """{"language": 1, "flow": "f", "settings": {}, "root": {"steps": [{"id": 1}], "edges": [], "output": 1}}"""
    )]
    [InlineData(
        """{"language": 1, "flow": "f", "settings": {}, "root": {"steps": [], "edges": [{"from": "x", "to": "y"}], "output": 1}}"""
    )]
    [InlineData(
        """{"language": 1, "flow": "f", "settings": {}, "root": {"steps": [], "edges": [], "output": "{{ steps.x }}"}}"""
    )]
    [InlineData(
        """{"language": 1, "flow": "f", "settings": {}, "root": {"steps": [], "edges": [], "output": "{{ 1 + }}"}}"""
    )]
    [InlineData(
        """{"language": 1, "flow": "f", "settings": {"timeout": "x"}, "root": {"steps": [], "edges": [], "output": 1}}"""
    )]
    [InlineData(
        """{"language": 1, "flow": "f", "settings": {"onFailure": "x"}, "root": {"steps": [], "edges": [], "output": 1}}"""
    )]
    [InlineData(
        """{"language": 1, "flow": "f", "settings": {}, "root": {"steps": [], "edges": [], "output": "{{ steps }}"}}"""
    )]
    [InlineData(
        """{"language": 1, "flow": "f", "settings": {}, "root": {"steps": [{"id": "a", "type": "t", "with": {}}, {"id": "a", "type": "t", "with": {}}], "edges": [], "output": 1}}"""
    )]
    public void Read_Damaged_SaysSo(string text)
    {
        var exception = Assert.Throws<PlanException>(() => PlanJson.Read(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(PlanException.Damaged, exception.Code);
    }

    private static string Golden(string name) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Plans", "Golden", name));
}
