using System.Runtime.CompilerServices;
using System.Text;
using FlowFunctions.Engine.DurableTask.Clients.Management;

namespace FlowFunctions.Engine.DurableTask.Tests.Clients;

public sealed class DurableClientBindingTests
{
    [Fact]
    public void Parse_WhatTheHostSent_IsRead()
    {
        var binding = DurableClientBinding.Parse(File.ReadAllBytes(Beside("durable-client-binding.json")));

        Assert.Equal("RigHub", binding.TaskHubName);
        Assert.Equal(new Uri("http://127.0.0.1:40961"), binding.RpcBaseUrl);
        Assert.Equal("code=REDACTED", binding.RequiredQueryString);
        Assert.Null(binding.ConnectionName);
    }

    [Theory]
    [InlineData("https://127.0.0.1:7171/runtime", "http://127.0.0.1:7171/runtime")]
    [InlineData("https://localhost:7071/x", "http://localhost:7071/x")]
    [InlineData("https://[::1]:7071/x", "http://[::1]:7071/x")]
    [InlineData("https://localhost/x", "http://localhost/x")]
    [InlineData("https://flows.example.net/x", "https://flows.example.net/x")]
    [InlineData("http://flows.example.net:81/x", "http://flows.example.net:81/x")]
    public void Parse_HttpsOnLoopback_IsHttp(string told, string used) =>
        Assert.Equal(new Uri(used), Parse($$"""{"taskHubName":"H","httpBaseUrl":"{{told}}"}""").HttpBaseUrl);

    [Fact]
    public void Parse_ObjectItself_IsRead()
    {
        var binding = Parse("""{"taskHubName":"H","httpBaseUrl":"http://h/x","connectionName":"C"}""");

        Assert.Equal("C", binding.ConnectionName);
        Assert.Null(binding.RpcBaseUrl);
        Assert.Equal("", binding.RequiredQueryString);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"code=SECRET\"")]
    [InlineData("""{"httpBaseUrl":"http://h/x","requiredQueryStringParameters":"code=SECRET"}""")]
    [InlineData("""{"taskHubName":"H","requiredQueryStringParameters":"code=SECRET"}""")]
    [InlineData("""{"taskHubName":"H","httpBaseUrl":"ftp://h?code=SECRET"}""")]
    [InlineData("""{"taskHubName":"H","httpBaseUrl":"SECRET"}""")]
    [InlineData("""{"taskHubName":7,"httpBaseUrl":"http://h"}""")]
    public void Parse_OtherValue_IsRefusedWithoutShowingIt(string json)
    {
        var refused = Assert.Throws<FormatException>(() => Parse(json));

        Assert.DoesNotContain("SECRET", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_TextInTextInTextInText_IsRefused()
    {
        var json = """{"taskHubName":"H","httpBaseUrl":"http://h"}""";
        for (var depth = 0; depth < 5; depth++)
        {
            json = $"\"{System.Text.Json.JsonEncodedText.Encode(json)}\"";
        }

        Assert.Throws<FormatException>(() => Parse(json));
    }

    [Fact]
    public void ToString_Binding_HidesTheKey()
    {
        var binding = Parse(
            """{"taskHubName":"H","httpBaseUrl":"http://h/x?code=SECRET","requiredQueryStringParameters":"code=SECRET"}"""
        );

        Assert.Contains("http://h/x", binding.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", binding.ToString(), StringComparison.Ordinal);
    }

    private static DurableClientBinding Parse(string json) => DurableClientBinding.Parse(Encoding.UTF8.GetBytes(json));

    private static string Beside(string name, [CallerFilePath] string source = "") =>
        Path.Combine(Path.GetDirectoryName(source)!, name);
}
