using System.Text.Json;
using System.Text.RegularExpressions;

namespace FlowFunctions.Expressions.Tests;

public sealed class FlowFunctionTests
{
    private static string Evaluate(string text, ExpressionScope scope) =>
        Expression.Parse(text).Evaluate(scope).GetString()!;

    [Fact]
    public void Now_OfScope_IsIsoTextInUtc()
    {
        var scope = new ExpressionScope { Now = new DateTimeOffset(2024, 2, 29, 23, 30, 1, 5, TimeSpan.FromHours(2)) };
        Assert.Equal("2024-02-29T21:30:01.005Z", Evaluate("now()", scope));
        Assert.Equal("2024-03-01T21:30:01.005Z", Evaluate("isoTime(Date.parse(now()) + 864e5)", scope));
    }

    [Fact]
    public void Uuid_SameSeed_RepeatsInANewScopeAndCountsInOne()
    {
        var scope = new ExpressionScope { Seed = "run/step/1" };
        string[] first = [Evaluate("uuid()", scope), Evaluate("uuid()", scope), Evaluate("uuid() + uuid()", scope)];
        var again = new ExpressionScope { Seed = "run/step/1" };
        string[] second = [Evaluate("uuid()", again), Evaluate("uuid()", again), Evaluate("uuid() + uuid()", again)];
        Assert.Equal(first, second);
        Assert.Equal(3, first.Distinct().Count());
        Assert.NotEqual(first[0], Evaluate("uuid()", new ExpressionScope { Seed = "run/step/2" }));
    }

    [Fact]
    public void Uuid_Form_IsVersion8()
    {
        var uuid = Evaluate("uuid()", new ExpressionScope());
        Assert.Matches(new Regex("^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"), uuid);
    }

    [Fact]
    public void Index_OfScope_IsANumber() =>
        Assert.Equal(4, Expression.Parse("index + 1").Evaluate(new ExpressionScope { Index = 3 }).GetInt32());

    [Fact]
    public void Secrets_OfScope_AreReadByName()
    {
        var scope = new ExpressionScope { Secrets = JsonElement.Parse("""{"TOKEN":"t"}""") };
        Assert.Equal("Bearer t", Evaluate("`Bearer ${secrets.TOKEN}`", scope));
    }
}
