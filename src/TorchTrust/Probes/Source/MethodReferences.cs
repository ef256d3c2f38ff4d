using System.Reflection;
using System.Reflection.Emit;

namespace TorchTrust.Probes;

/// <summary>Reads in the body of a method what it calls, and which static fields it writes (ECMA-335, III).</summary>
internal static class MethodReferences
{
    private static readonly Dictionary<short, OpCode> _opCodes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>
    /// The methods and constructors that are called or pointed to, and the static fields that are written or referred to.
    /// </summary>
    public static IReadOnlyList<MemberInfo> Of(MethodBase method) => [.. WithOffsets(method).Select(reference => reference.Member)];

    /// <summary>The same, each with where in the body it is referred to.</summary>
    public static IReadOnlyList<(MemberInfo Member, int Offset)> WithOffsets(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } code)
        {
            return [];
        }

        var members = new List<(MemberInfo, int)>();
        for (int at = 0; at < code.Length;)
        {
            int offset = at;
            short value = code[at] == 0xFE ? (short)(0xFE00 | code[at + 1]) : code[at];
            at += code[at] == 0xFE ? 2 : 1;
            OpCode opCode = _opCodes[value];
            if (opCode.OperandType is OperandType.InlineMethod || opCode == OpCodes.Stsfld || opCode == OpCodes.Ldsflda)
            {
                if (Resolve(method, BitConverter.ToInt32(code, at)) is { } member)
                {
                    members.Add((member, offset));
                }
            }

            at += SizeOfOperand(opCode.OperandType, code, at);
        }

        return members;
    }

    private static MemberInfo? Resolve(MethodBase method, int token)
    {
        try
        {
            return method.Module.ResolveMember(
                token,
                method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null,
                method.IsGenericMethod ? method.GetGenericArguments() : null);
        }
        catch (Exception unresolved) when (unresolved is ArgumentException or FileNotFoundException or TypeLoadException
            or MissingMemberException)
        {
            // What cannot be loaded cannot have run either.
            return null;
        }
    }

    private static int SizeOfOperand(OperandType type, byte[] code, int at) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };
}
