using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.Engine.Tests.History;

/// <summary>
/// Makes records of any type by reflection, nullable members null every other time, so that a member added to an event is in the
/// round trip without anybody remembering it.
/// </summary>
internal sealed class RandomObject(Random random)
{
    private readonly NullabilityInfoContext _nullability = new();

    public object Make(Type type)
    {
        if (type.IsEnum)
        {
            var values = Enum.GetValues(type);
            return values.GetValue(random.Next(values.Length))!;
        }

        return type switch
        {
            _ when type == typeof(string) => Text(),
            _ when type == typeof(int) => random.Next(int.MinValue, int.MaxValue),
            _ when type == typeof(long) => random.NextInt64(),
            _ when type == typeof(bool) => random.Next(2) == 0,
            _ when type == typeof(DateTimeOffset) => new DateTimeOffset(
                random.NextInt64(3_000_000_000_000_000_000),
                default
            ),
            _ when type == typeof(TimeSpan) => new TimeSpan(random.NextInt64(-1_000_000_000, long.MaxValue)),
            _ when type == typeof(Payload) => random.Next(3) == 0
                ? Payload.FromReference(new(Hash(), random.NextInt64()))
                : Payload.FromUtf8(Json()),
            _ when type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableSortedDictionary<,>) => Map(
                type
            ),
            _ when type.IsAbstract => Make(Derived(type)),
            _ => Record(type),
        };
    }

    private static ConstructorInfo ConstructorOf(Type type) =>
        type.GetConstructors().OrderByDescending(static constructor => constructor.GetParameters().Length).First();

    private Type Derived(Type type)
    {
        var derived = type.Assembly.GetTypes().Where(other => other.BaseType == type).ToArray();
        return derived[random.Next(derived.Length)];
    }

    private object Record(Type type)
    {
        var constructor = ConstructorOf(type);
        var arguments = constructor.GetParameters().Select(Argument).ToArray();
        var made = constructor.Invoke(arguments);
        var set = constructor.GetParameters().Select(static parameter => parameter.Name).ToHashSet();
        foreach (
            var property in type.GetProperties().Where(property => property.CanWrite && !set.Contains(property.Name))
        )
        {
            property.SetValue(made, Member(property.PropertyType, _nullability.Create(property).WriteState));
        }

        return made;
    }

    private object? Argument(ParameterInfo parameter) =>
        Member(parameter.ParameterType, _nullability.Create(parameter).WriteState);

    private object? Member(Type type, NullabilityState nullability)
    {
        if (nullability == NullabilityState.Nullable && random.Next(2) == 0)
        {
            return null;
        }

        return Make(Nullable.GetUnderlyingType(type) ?? type);
    }

    private object Map(Type type)
    {
        var method = GetType().GetMethod(nameof(MapOf), BindingFlags.NonPublic | BindingFlags.Instance)!;
        return method.MakeGenericMethod(type.GetGenericArguments()[1]).Invoke(this, [])!;
    }

    private ImmutableSortedDictionary<string, T> MapOf<T>() =>
        Enumerable
            .Range(0, random.Next(4))
            .ToImmutableSortedDictionary(
                i => string.Create(CultureInfo.InvariantCulture, $"{i}{Text()}"),
                _ => (T)Make(typeof(T)),
                StringComparer.Ordinal
            );

    private string Text() =>
        new([.. Enumerable.Range(0, random.Next(12)).Select(_ => "aZ0-~äé漢\t\" \\"[random.Next(12)])]);

    private string Hash()
    {
        var bytes = new byte[32];
        random.NextBytes(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>Spelled as no serialiser would, so that only verbatim bytes pass.</summary>
    private byte[] Json() =>
        JsonSerializer.SerializeToUtf8Bytes(Text()) is var text && random.Next(2) == 0
            ? [.. " {\"a\" :\t1.50e+01, \"b\":"u8, .. text, .. " }\n"u8]
            : text;
}
