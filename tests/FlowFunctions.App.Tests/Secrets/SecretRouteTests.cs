using System.Text;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.Steps.Secrets;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Secrets;

[Collection(nameof(AppTests))]
public sealed class SecretRouteTests(AppFixture fixture)
{
    private HttpClient Client => fixture.Client;

    [Fact]
    public async Task Put_NewSecret_AnswersWhatIsKnownButNotItsValue()
    {
        var name = NewName();
        var written = await Client.PutReplyAsync($"/api/secrets/{name}", """{"value":"hidden-value"}""");

        Assert.Equal(201, written.Status);
        Assert.Equal("\"1\"", written.ETag);
        var body = written.Body;
        Assert.Equal(
            (name, "default", "vault", "1"),
            (
                body.GetProperty("name").GetString(),
                body.GetProperty("environment").GetString(),
                body.GetProperty("source").GetString(),
                body.GetProperty("version").GetString()
            )
        );
        Assert.DoesNotContain("hidden", written.Text, StringComparison.Ordinal);
        Assert.Equal("hidden-value", await ValueAsync(name));
        Assert.DoesNotContain("hidden", (await Client.GetReplyAsync("/api/secrets")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain", "a value: 1\n")]
    [InlineData("text/plain; charset=utf-8", "héllo")]
    public async Task Put_Text_IsTheValueAsItIs(string mediaType, string value)
    {
        var name = NewName();
        var path = $"/api/secrets/{name}";
        var written = await Client.SendReplyAsync(HttpMethod.Put, path, Encoding.UTF8.GetBytes(value), mediaType);

        Assert.Equal(201, written.Status);
        Assert.Equal(value, await ValueAsync(name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hidden")]
    [InlineData("\"hidden\"")]
    [InlineData("""{"value":"hidden" x}""")]
    [InlineData("""{"value":["hidden"]}""")]
    [InlineData("""{"value":""}""")]
    [InlineData("""{"value":null}""")]
    [InlineData("""{"hidden":"value"}""")]
    [InlineData("""{"value":"hidden","hidden":1}""")]
    [InlineData("""{"value":"hidden \ud800"}""")]
    public async Task Put_BodyWithoutValue_IsRefusedWithoutRepeatingIt(string body)
    {
        var refused = await Client.PutReplyAsync($"/api/secrets/{NewName()}", body);

        refused.IsProblem(400, "Secret.ValueInvalid");
        Assert.DoesNotContain("hidden", refused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("'h'", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_TooLongValue_IsRefused()
    {
        var name = NewName();
        var longest = await Client.PutReplyAsync(
            $"/api/secrets/{name}",
            $$"""{"value":"{{new string('x', 25_600)}}"}"""
        );
        var longer = await Client.PutReplyAsync(
            $"/api/secrets/{name}",
            $$"""{"value":"{{new string('x', 25_601)}}"}"""
        );

        Assert.Equal(201, longest.Status);
        longer.IsProblem(413, "Secret.TooLarge");
    }

    [Theory]
    [InlineData("1token")]
    [InlineData("my.token")]
    [InlineData("t%C3%B6ken")]
    [InlineData("TOKEN?environment=my.env")]
    public async Task Put_NameThatIsNone_IsRefused(string path) =>
        (await Client.PutReplyAsync($"/api/secrets/{path}", """{"value":"x"}""")).IsProblem(400, "Secret.NameInvalid");

    [Fact]
    public async Task Put_Conditions_AreChecked()
    {
        var path = $"/api/secrets/{NewName()}";
        var missing = await Client.PutReplyAsync(path, """{"value":"one"}""", ("If-Match", "\"1\""));
        var first = await Client.PutReplyAsync(path, """{"value":"one"}""", ("If-None-Match", "*"));
        var exists = await Client.PutReplyAsync(path, """{"value":"two"}""", ("If-None-Match", "*"));
        var second = await Client.PutReplyAsync(path, """{"value":"two"}""", ("If-Match", first.ETag!));
        var lost = await Client.PutReplyAsync(path, """{"value":"three"}""", ("If-Match", first.ETag!));
        var forced = await Client.PutReplyAsync(path, """{"value":"three"}""", ("If-Match", "*"));

        missing.IsProblem(412, "Precondition.Failed");
        exists.IsProblem(412, "Precondition.Failed");
        lost.IsProblem(412, "Precondition.Failed");
        Assert.Contains("Leave If-Match out to create it", missing.Text, StringComparison.Ordinal);
        Assert.Contains("already, so If-None-Match: * does not fit", exists.Text, StringComparison.Ordinal);
        Assert.Contains("another version by now", lost.Text, StringComparison.Ordinal);
        Assert.Equal((201, 200, 200), (first.Status, second.Status, forced.Status));
        Assert.Equal("\"3\"", forced.ETag);
    }

    [Fact]
    public async Task Delete_Secret_CanBeListedAndRecovered()
    {
        var name = NewName();
        await Client.PutReplyAsync($"/api/secrets/{name}", """{"value":"one"}""");
        var deleted = await Client.DeleteReplyAsync($"/api/secrets/{name}");
        var again = await Client.DeleteReplyAsync($"/api/secrets/{name}");

        Assert.Equal(204, deleted.Status);
        again.IsProblem(404, "Secret.NotFound");
        Assert.Null(await ValueAsync(name));
        Assert.DoesNotContain(name, await NamesAsync(""));
        Assert.Contains(name, await NamesAsync("?deleted=true"));
        var recovered = await Client.PostReplyAsync($"/api/secrets/{name}/recover");
        Assert.Equal((200, name), (recovered.Status, recovered.Body.GetProperty("name").GetString()));
        Assert.False(recovered.Body.TryGetProperty("deletedAt", out _));
        Assert.Equal("one", await ValueAsync(name));
        (await Client.PostReplyAsync($"/api/secrets/{name}/recover")).IsProblem(404, "Secret.NotFound");
    }

    [Fact]
    public async Task List_OtherEnvironment_HasOnlyItsOwn()
    {
        var (name, environment) = (NewName(), NewName());
        await Client.PutReplyAsync($"/api/secrets/{name}?environment={environment}", """{"value":"one"}""");

        Assert.Equal([name], await NamesAsync($"?environment={environment}"));
        Assert.DoesNotContain(name, await NamesAsync(""));
        Assert.Null(await ValueAsync(name));
    }

    [Fact]
    public async Task List_Pages_HaveEachOnce()
    {
        var environment = NewName();
        foreach (var name in (string[])["c", "A", "b", "B", "a"])
        {
            await Client.PutReplyAsync($"/api/secrets/{name}?environment={environment}", """{"value":"one"}""");
        }

        var seen = new List<string>();
        for (string? place = ""; place is not null; )
        {
            var page = (
                await Client.GetReplyAsync($"/api/secrets?environment={environment}&limit=2&continuation={place}")
            ).Body;
            seen.AddRange(
                page.GetProperty("items").EnumerateArray().Select(static item => item.GetProperty("name").GetString()!)
            );
            place = page.TryGetProperty("continuation", out var next) ? next.GetString() : null;
        }

        Assert.Equal(["A", "B", "a", "b", "c"], seen);
    }

    private static string NewName() => AppFixture.NewId("S");

    private async Task<string?> ValueAsync(string name) =>
        await fixture
            .App.Services.GetRequiredService<ISecretSource>()
            .FindAsync("default", name, CancellationToken.None);

    private async Task<string[]> NamesAsync(string query)
    {
        var page = (await Client.GetReplyAsync("/api/secrets" + query)).Body;
        return
        [
            .. page.GetProperty("items").EnumerateArray().Select(static item => item.GetProperty("name").GetString()!),
        ];
    }
}
