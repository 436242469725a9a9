using System.Text;
using System.Text.Json;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Triggers.Webhooks.Bodies;
using static FlowFunctions.App.Tests.Triggers.Webhooks.Bodies.WebhookBodyTests;

namespace FlowFunctions.App.Tests.Triggers.Webhooks.Bodies;

public sealed class MultipartBodyTests
{
    private const string Type = "multipart/form-data; boundary=edge";

    [Fact]
    public async Task Read_FieldsAndFiles_KeepsBoth()
    {
        using var content = new MultipartFormDataContent("edge");
        content.Add(new StringContent("Ada"), "name");
        content.Add(new StringContent("x"), "tag");
        content.Add(new StringContent("y"), "tag");
        using var file = new ByteArrayContent([1, 2, 3]);
        file.Headers.ContentType = new("image/png");
        content.Add(file, "photo", "../päth.png");

        var (_, value) = await ReadAsync(Type, await content.ReadAsByteArrayAsync());

        var fields = value.GetProperty("fields");
        Assert.Equal("Ada", fields.GetProperty("name").GetString());
        Assert.Equal("""["x","y"]""", fields.GetProperty("tag").GetRawText());
        var photo = Assert.Single(value.GetProperty("files").EnumerateArray());
        Assert.Equal(
            ("photo", "../päth.png", "image/png", 3),
            (
                Text(photo, "field"),
                Text(photo, "name"),
                Text(photo, "contentType"),
                photo.GetProperty("size").GetInt32()
            )
        );
        Assert.Equal([1, 2, 3], photo.GetProperty("base64").GetBytesFromBase64());
    }

    [Fact]
    public async Task Read_FieldThatIsNoText_IsAFileWithoutName()
    {
        var body = (byte[])
            [.. "--edge\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n"u8, 0xFF, .. "\r\n--edge--\r\n"u8];

        var (_, value) = await ReadAsync(Type, body);

        var file = Assert.Single(value.GetProperty("files").EnumerateArray());
        Assert.Equal(JsonValueKind.Null, file.GetProperty("name").ValueKind);
        Assert.Equal("/w==", Text(file, "base64"));
    }

    [Theory]
    [InlineData("multipart/form-data", "--edge--\r\n")]
    [InlineData("multipart/form-data; boundary=\"\"", "--edge--\r\n")]
    [InlineData(Type, "no part at all")]
    [InlineData(Type, "--edge\r\n\r\nno name\r\n--edge--\r\n")]
    [InlineData(Type, "--edge\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\ncut off")]
    public async Task Read_Malformed_IsRefused(string type, string body)
    {
        var problem = await RefusedAsync(type, Encoding.UTF8.GetBytes(body));

        Assert.Equal((400, "Webhook.Body"), (problem.Status, problem.Code));
    }

    [Fact]
    public async Task Read_TooManyPartsOrHeaders_IsRefused()
    {
        var part = "--edge\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n";
        var many = string.Concat(Enumerable.Repeat(part, WebhookLimits.MaxParts + 1)) + "--edge--\r\n";
        var headers = string.Concat(
            Enumerable.Range(0, WebhookLimits.MaxPartHeaders + 1).Select(static at => $"X-{at}: 1\r\n")
        );
        var heavy = $"--edge\r\n{headers}\r\n\r\n--edge--\r\n";

        Assert.Contains(
            "100 parts",
            (await RefusedAsync(Type, Encoding.UTF8.GetBytes(many))).Detail,
            StringComparison.Ordinal
        );
        Assert.Equal("Webhook.Body", (await RefusedAsync(Type, Encoding.UTF8.GetBytes(heavy))).Code);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Read_DamagedBodies_MakeJsonOrAreRefused(int seed)
    {
        using var content = new MultipartFormDataContent("edge");
        content.Add(new StringContent("Ada"), "name");
        content.Add(new ByteArrayContent([1, 2, 3]), "photo", "photo.png");
        var bodies = new[]
        {
            await content.ReadAsByteArrayAsync(),
            "a=1&b=%C3%A9&c"u8.ToArray(),
            "{\"a\":[1,2]}"u8.ToArray(),
        };
        string?[] types =
        [
            Type,
            "application/x-www-form-urlencoded",
            "application/json",
            "text/plain; charset=utf-16",
            null,
        ];
        var random = new Random(seed);
        for (var round = 0; round < 1_500; round++)
        {
            var body = Damage(random, bodies[random.Next(bodies.Length)]);
            try
            {
                await WebhookBody.ReadAsync(types[random.Next(types.Length)], body, CancellationToken.None);
            }
            catch (ProblemException exception)
            {
                Assert.Equal("Webhook.Body", exception.Problem.Code);
            }
        }
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static byte[] Damage(Random random, byte[] whole)
    {
        var body = whole[..random.Next(1, whole.Length + 1)];
        for (var times = random.Next(4); times > 0; times--)
        {
            body[random.Next(body.Length)] = (byte)random.Next(256);
        }

        return body;
    }
}
