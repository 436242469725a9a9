using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace FlowFunctions.EndToEnd.Tests.Architecture;

/// <summary>What the instructions of a method refer to (ECMA-335, partition III).</summary>
internal static class IlReferences
{
    private static readonly Dictionary<int, OpCode> OpCodes = typeof(OpCodes)
        .GetFields()
        .Select(static field => field.GetValue(null))
        .OfType<OpCode>()
        .ToDictionary(static code => (int)(ushort)code.Value);

    /// <summary>The types, and the methods of types, that a body uses from other assemblies.</summary>
    public static IEnumerable<(string Type, string? Method)> Of(MetadataReader metadata, MethodBodyBlock body)
    {
        var references = new List<(string, string?)>();
        var code = body.GetILReader();
        while (code.RemainingBytes > 0)
        {
            var first = code.ReadByte();
            var opCode = OpCodes[first == 0xFE ? 0xFE00 | code.ReadByte() : first];
            if (IsToken(opCode.OperandType))
            {
                var handle = MetadataTokens.EntityHandle(code.ReadInt32());
                references.AddRange(Resolve(metadata, handle) is { } reference ? [reference] : []);
            }
            else
            {
                Skip(ref code, opCode.OperandType);
            }
        }

        return references;
    }

    private static bool IsToken(OperandType operand) =>
        operand
            is OperandType.InlineMethod
                or OperandType.InlineField
                or OperandType.InlineType
                or OperandType.InlineTok;

    private static void Skip(ref BlobReader code, OperandType operand) =>
        code.Offset += operand switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            OperandType.InlineSwitch => 4 + (4 * PeekInt32(code)),
            _ => 4,
        };

    private static int PeekInt32(BlobReader code) => code.ReadInt32();

    private static (string Type, string? Method)? Resolve(MetadataReader metadata, EntityHandle handle) =>
        handle.Kind switch
        {
            HandleKind.TypeReference => (NameOf(metadata, (TypeReferenceHandle)handle), null),
            HandleKind.MemberReference => Member(metadata, (MemberReferenceHandle)handle),
            HandleKind.MethodSpecification => Resolve(
                metadata,
                metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method
            ),
            _ => null,
        };

    private static (string Type, string? Method)? Member(MetadataReader metadata, MemberReferenceHandle handle)
    {
        var member = metadata.GetMemberReference(handle);
        var type = member.Parent.Kind switch
        {
            HandleKind.TypeReference => NameOf(metadata, (TypeReferenceHandle)member.Parent),
            HandleKind.TypeSpecification => GenericName(metadata, (TypeSpecificationHandle)member.Parent),
            _ => null,
        };
        return type is null ? null : (type, metadata.GetString(member.Name));
    }

    private static string? GenericName(MetadataReader metadata, TypeSpecificationHandle handle)
    {
        var signature = metadata.GetBlobReader(metadata.GetTypeSpecification(handle).Signature);
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
        {
            return null;
        }

        signature.ReadByte();
        var type = signature.ReadTypeHandle();
        return type.Kind == HandleKind.TypeReference ? NameOf(metadata, (TypeReferenceHandle)type) : null;
    }

    private static string NameOf(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var name = metadata.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{NameOf(metadata, (TypeReferenceHandle)type.ResolutionScope)}.{name}"
            : $"{metadata.GetString(type.Namespace)}.{name}";
    }
}
