using FlowFunctions.App.Access;
using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Access.Tokens.Issuers;
using FlowFunctions.App.Settings;

namespace FlowFunctions.App.Tests.Access;

public sealed class AccessConfigurationTests
{
    private const string Tenant = "0f8fad5b-d9cb-469f-a165-70867728950e";

    [Fact]
    public void Read_Nothing_LetsNobodyIn() => Assert.False(Read().IsConfigured);

    [Fact]
    public void Read_TwoSettings_AreEnough()
    {
        var settings = Read(("Access__Issuer", "https://login.example.org/"), ("Access__Audience", "flows, other"));

        var issuer = Assert.Single(settings.Issuers);
        Assert.True(settings.IsConfigured);
        Assert.Equal(("main", "default", "roles"), (issuer.Name, issuer.Workspace, issuer.RolesClaim));
        Assert.Equal(["flows", "other"], issuer.Audiences);
        Assert.Equal("https://login.example.org/.well-known/openid-configuration", issuer.Discovery.ToString());
        Assert.Equal("", issuer.TenantOf("https://login.example.org", null));
        Assert.Null(issuer.TenantOf("https://login.example.org.evil", null));
    }

    [Fact]
    public void Read_EntraForAllTenants_LetsInThoseThatAreNamed()
    {
        var settings = Read(
            ("Access__Issuer", "https://login.microsoftonline.com/common/v2.0"),
            ("Access__Audience", "flows"),
            ($"Access__Tenants__{Tenant}", "acme")
        );

        var issuer = Assert.Single(settings.Issuers);
        Assert.Equal(
            "https://login.microsoftonline.com/organizations/v2.0/.well-known/openid-configuration",
            issuer.Discovery.ToString()
        );
        Assert.Equal(Tenant, issuer.TenantOf($"https://login.microsoftonline.com/{Tenant}/v2.0", Tenant));
        Assert.Null(issuer.TenantOf($"https://login.microsoftonline.com/{Tenant}/v2.0", Guid.Empty.ToString()));
        Assert.Null(issuer.TenantOf("https://login.microsoftonline.com/{tenantid}/v2.0", "{tenantid}"));
        Assert.Equal("acme", issuer.Tenants[Tenant]);
    }

    [Fact]
    public void Read_HowTheBuilderSignsIn_HasDefaults()
    {
        var plain = Read(("Access__Issuer", "https://login.example.org/"), ("Access__Audience", "flows, other"));
        var said = Read(
            ("Access__Issuer", "https://login.example.org/"),
            ("Access__Audience", "api://flows"),
            ("Access__ClientId", "builder"),
            ("Access__Scope", "openid flows"),
            ("Access__Origins", "https://tokens.example.org/, https://other.example.org:8443")
        );

        Assert.Equal(("flows", null), (plain.Issuers[0].ClientId, plain.Issuers[0].Scope));
        Assert.Empty(plain.Issuers[0].Origins);
        Assert.Equal(("builder", "openid flows"), (said.Issuers[0].ClientId, said.Issuers[0].Scope));
        Assert.Equal(["https://tokens.example.org", "https://other.example.org:8443"], said.Issuers[0].Origins);
    }

    [Theory]
    [InlineData("https://login.microsoftonline.com/organizations/v2.0", true)]
    [InlineData("https://flows.ciamlogin.com/x/v2.0", true)]
    [InlineData("https://login.microsoftonline.com.example.org/", false)]
    [InlineData("https://ciamlogin.com.example.org/", false)]
    public void IsEntra_ByItsHost(string issuer, bool isEntra) =>
        Assert.Equal(isEntra, new IssuerSettings("main", issuer, ["flows"]).IsEntra);

    [Theory]
    [InlineData("https://login.example.org/path")]
    [InlineData("http://login.example.org")]
    [InlineData("*")]
    [InlineData("https://login.example.org;script-src *")]
    public void Read_OriginsThatAreNone_SaysSo(string origins)
    {
        var failure = Assert.Throws<SettingException>(() =>
            Read(
                ("Access__Issuer", "https://login.example.org/"),
                ("Access__Audience", "flows"),
                ("Access__Origins", origins)
            )
        );

        Assert.Contains("Access__Origins", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_RolesAndProviders_AreTaken()
    {
        var settings = Read(
            ("Access__Issuer", "https://one.example.org"),
            ("Access__Audience", "flows"),
            ("Access__Issuers__partner__Issuer", "https://two.example.org"),
            ("Access__Issuers__partner__Audience", "flows"),
            ("Access__Issuers__partner__Workspace", "partner"),
            ("Access__Roles__writers", "Editor")
        );

        Assert.Equal(["main", "partner"], settings.Issuers.Select(static issuer => issuer.Name));
        Assert.Equal(Role.Editor, Assert.Single(settings.Roles).Value);
    }

    [Theory]
    [InlineData("Access__Issuer", "https://login.example.org", "Access__Audience")]
    [InlineData("Access__Audience", "flows", "Access__Issuer")]
    [InlineData("Access__Key", "short", "random")]
    [InlineData("Access__Admins", "main:x", "Access__Issuer")]
    [InlineData("Access__Issuers__partner__Issuer", "https://two.example.org", "Audience")]
    [InlineData("Access__Issuers__a_b__Issuer", "https://two.example.org", "otherwise")]
    public void Read_HalfOfIt_SaysWhatIsMissing(string name, string value, string said)
    {
        var failure = Assert.Throws<SettingException>(() => Read((name, value)));

        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Access__Issuer", "http://login.example.org")]
    [InlineData("Access__Issuer", "login.example.org")]
    [InlineData("Access__Issuer", "https://login.microsoftonline.com/common/v2.0")]
    [InlineData("Access__Workspace", "Not A Name")]
    [InlineData("Access__Roles__x", "owner")]
    [InlineData($"Access__Tenants__{Tenant}", "acme")]
    [InlineData("Access__Tenants__contoso", "acme")]
    public void Read_WhatCannotBeUsed_IsRefused(string name, string value)
    {
        (string, string)[] good = [("Access__Issuer", "https://login.example.org"), ("Access__Audience", "flows")];

        Assert.Throws<SettingException>(() => Read([.. good.Where(one => one.Item1 != name), (name, value)]));
    }

    private static AccessSettings Read(params (string Name, string Value)[] values) =>
        AccessConfiguration.Read(
            new SettingValues([], values.Select(static value => KeyValuePair.Create(value.Name, value.Value)))
        );
}
