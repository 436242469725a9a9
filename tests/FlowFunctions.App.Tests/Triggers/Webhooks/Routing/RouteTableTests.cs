using FlowFunctions.App.Triggers.Webhooks.Routing;
using static FlowFunctions.App.Tests.Triggers.Webhooks.Routing.WebhookConflictsTests;

namespace FlowFunctions.App.Tests.Triggers.Webhooks.Routing;

public sealed class RouteTableTests
{
    [Theory]
    [InlineData("orders", "orders")]
    [InlineData("orders/", "orders")]
    [InlineData("orders/new", "orders/new")]
    [InlineData("orders/7", "orders/{id}")]
    [InlineData("orders/new/lines", "orders/{id}/lines")]
    [InlineData("a/b", "{x}/b")]
    [InlineData("orders/7/lines/9", null)]
    [InlineData("ORDERS", null)]
    [InlineData("orders//lines", null)]
    [InlineData("orders//", null)]
    [InlineData("", null)]
    [InlineData("/", null)]
    public void Find_Path_TakesTheMostExact(string path, string? expected)
    {
        var table = Table("orders", "orders/new", "orders/{id}", "orders/{id}/lines", "{x}/b");

        Assert.Equal(expected, table.Find("default", path, "POST").Target);
    }

    [Fact]
    public void Find_LiteralThatTakesNoSuchMethod_FallsBackToTheParameter()
    {
        var table = new RouteTable<string>([
            ("default", Webhook("orders/new", "GET"), "get"),
            ("default", Webhook("orders/{id}", "POST"), "post"),
        ]);

        Assert.Equal("post", table.Find("default", "orders/new", "POST").Target);
        Assert.Equal("get", table.Find("default", "orders/new", "GET").Target);
        Assert.Equal("GET, POST", table.Find("default", "orders/new", "PUT").Allow);
    }

    [Fact]
    public void Find_SamePathTwice_PrefersTheNamedMethodThenTheFirst()
    {
        var table = new RouteTable<string>([
            ("default", Webhook("a", "ANY"), "any"),
            ("default", Webhook("a", "POST"), "first"),
            ("default", Webhook("a", "POST"), "second"),
        ]);

        Assert.Equal("first", table.Find("default", "a", "POST").Target);
        Assert.Equal("any", table.Find("default", "a", "DELETE").Target);
    }

    [Fact]
    public void Find_AnyMethod_TakesThoseThatWebhooksKnow()
    {
        var table = new RouteTable<string>([("default", Webhook("a", "ANY"), "any")]);

        Assert.All(WebhookMethods.All, method => Assert.Equal("any", table.Find("default", "a", method).Target));
        Assert.Equal(string.Join(", ", WebhookMethods.All), table.Find("default", "a", "TRACE").Allow);
    }

    [Fact]
    public void Find_GetOnly_TakesNoHead()
    {
        var table = new RouteTable<string>([("default", Webhook("a", "GET"), "get")]);

        Assert.Equal("GET", table.Find("default", "a", "HEAD").Allow);
    }

    [Fact]
    public void Find_OtherWorkspace_FindsNothing()
    {
        var table = Table("orders");

        Assert.Equal(default, table.Find("Default", "orders", "POST"));
        Assert.Equal(default, table.Find("other", "orders", "POST"));
    }

    [Fact]
    public void Find_Parameters_GivesTheirValues()
    {
        var match = Table("shops/{shop}/orders/{id}").Find("default", "shops/a b/orders/x%2Fy", "POST");

        Assert.Equal(
            "shop=a b, id=x/y",
            string.Join(", ", match.Parameters.Select(static one => $"{one.Key}={one.Value}"))
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Find_ManyPaths_AgreesWithTryingEachOfThem(int seed)
    {
        var random = new Random(seed);
        var paths = Enumerable.Range(0, 300).Select(_ => RandomPath(random, withParameters: true)).Distinct().ToArray();
        var shapes = paths.DistinctBy(static path => string.Join('/', path.Split('/').Select(Shape))).ToArray();
        var table = Table(shapes);
        for (var round = 0; round < 3_000; round++)
        {
            var path = RandomPath(random, withParameters: false);

            Assert.Equal(Slow(shapes, path), table.Find("default", path, "POST").Target);
        }
    }

    [Fact]
    public void Find_PathMadeToBeSlow_LooksAtNoMorePlacesThanThereAre()
    {
        // Every path that 16 segments of 'a' or a parameter can make: the last segment alone tells that none fits.
        var paths = Enumerable
            .Range(0, 1 << 12)
            .Select(bits =>
                string.Join('/', Enumerable.Range(0, 12).Select(at => (bits >> at & 1) == 0 ? "a" : "{p" + at + "}"))
                + "/end"
            );
        var table = Table([.. paths]);

        Assert.Null(table.Find("default", string.Join('/', Enumerable.Repeat("a", 12)) + "/other", "POST").Target);
        Assert.Null(table.Find("default", string.Join('/', Enumerable.Repeat("a", 2_000)), "POST").Target);
        Assert.Null(table.Find("default", new string('a', 100_000), "POST").Target);
    }

    private static RouteTable<string> Table(params string[] paths) =>
        new(paths.Select(static path => ("default", Webhook(path), path)));

    private static string Shape(string segment) => segment.StartsWith('{') ? "{}" : segment;

    private static string RandomPath(Random random, bool withParameters) =>
        string.Join(
            '/',
            Enumerable
                .Range(0, random.Next(1, 5))
                .Select(at =>
                    withParameters && random.Next(3) == 0 ? "{p" + at + "}" : "abc"[random.Next(3)].ToString()
                )
        );

    private static string? Slow(string[] shapes, string path)
    {
        var segments = path.Split('/');
        return shapes
            .Select(static shape => (shape, parts: shape.Split('/')))
            .Where(one =>
                one.parts.Length == segments.Length
                && one.parts.Zip(segments).All(static pair => pair.First[0] == '{' || pair.First == pair.Second)
            )
            .OrderBy(
                static one => string.Concat(one.parts.Select(static part => part[0] == '{' ? '1' : '0')),
                StringComparer.Ordinal
            )
            .FirstOrDefault()
            .shape;
    }
}
