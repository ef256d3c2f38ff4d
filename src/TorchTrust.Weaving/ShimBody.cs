using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace TorchTrust.Weaving;

/// <summary>
/// What a shim does: it calls the member as it is while nobody watches its kind; else it lets <c>WovenCall</c> decide how often, with
/// what, and what comes of it. In C#:
/// <code>
/// if (!IsWatched(kind)) return member(arguments);
/// WovenCall watched = WovenCall.Begin(assembly, member, place, new object[] { arguments });
/// try
/// {
///     while (watched.Again())
///     {
///         result = member(watched.Arguments);
///         watched.Returned(result);
///     }
///
///     if (watched.HasResult) result = watched.Result;
/// }
/// finally
/// {
///     watched.End();
/// }
///
/// return result;
/// </code>
/// What cannot be boxed (a reference, a span) is handed on as it came, and its result is not told.
/// </summary>
internal sealed class ShimBody
{
    private readonly MethodDefinition _shim;
    private readonly MethodReference _called;
    private readonly CoreReferences _core;
    private readonly TypeSystem _types;
    private readonly ILProcessor _il;
    private readonly VariableDefinition _watched;
    private readonly VariableDefinition? _result;

    /// <summary>Takes a shim without a body, whose last parameter is the place.</summary>
    /// <param name="shim">The shim.</param>
    /// <param name="called">The member, closed over the generic parameters of the shim.</param>
    /// <param name="core">What woven code calls.</param>
    /// <param name="types">The types of the language, as the module of the shim refers to them.</param>
    public ShimBody(MethodDefinition shim, MethodReference called, CoreReferences core, TypeSystem types)
    {
        _shim = shim;
        _called = called;
        _core = core;
        _types = types;
        _il = shim.Body.GetILProcessor();
        _watched = new VariableDefinition(core.WovenCall);
        _result = shim.ReturnType.MetadataType == MetadataType.Void ? null : new VariableDefinition(shim.ReturnType);
        shim.Body.InitLocals = true;
        shim.Body.Variables.Add(_watched);
        if (_result is not null)
        {
            shim.Body.Variables.Add(_result);
        }
    }

    private int Count => _shim.Parameters.Count - 1;

    private bool TellsResult => _result is not null && GenericTypes.CanBox(_shim.ReturnType);

    /// <summary>Writes the body.</summary>
    /// <param name="target">The member.</param>
    /// <param name="assembly">The field with the woven assembly.</param>
    /// <param name="member">The number of the member.</param>
    public void Write(ShimTarget target, FieldDefinition assembly, int member)
    {
        OpCode call = target.IsConstructor ? OpCodes.Newobj : _called.HasThis ? OpCodes.Callvirt : OpCodes.Call;
        Instruction slow = _il.Create(OpCodes.Ldsfld, assembly);
        CallAsItIs(target, call, slow);
        _il.Append(slow);
        Begin(member);

        Instruction again = _il.Create(OpCodes.Ldloc, _watched);
        Instruction done = _il.Create(OpCodes.Nop);
        Instruction end = _il.Create(OpCodes.Ldloc, _watched);
        Instruction after = _result is null ? _il.Create(OpCodes.Ret) : _il.Create(OpCodes.Ldloc, _result);
        _il.Append(again);
        _il.Emit(OpCodes.Callvirt, _core.Again);
        _il.Emit(OpCodes.Brfalse, done);
        CallWithWatchedArguments(call);
        TellResult();
        _il.Emit(OpCodes.Br, again);
        _il.Append(done);
        TakeResult(after);
        _il.Append(end);
        _il.Emit(OpCodes.Callvirt, _core.End);
        _il.Emit(OpCodes.Endfinally);
        _il.Append(after);
        if (_result is not null)
        {
            _il.Emit(OpCodes.Ret);
        }

        _shim.Body.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Finally)
        {
            TryStart = again,
            TryEnd = end,
            HandlerStart = end,
            HandlerEnd = after,
        });
        _shim.Body.OptimizeMacros();
    }

    /// <summary>Nobody watches: the call as it was.</summary>
    private void CallAsItIs(ShimTarget target, OpCode call, Instruction slow)
    {
        _il.Emit(OpCodes.Ldc_I4, (int)target.Kind);
        _il.Emit(OpCodes.Call, _core.IsWatched);
        _il.Emit(OpCodes.Brtrue, slow);
        for (int i = 0; i < Count; i++)
        {
            _il.Emit(OpCodes.Ldarg, _shim.Parameters[i]);
        }

        _il.Emit(call, _called);
        _il.Emit(OpCodes.Ret);
    }

    /// <summary>Tells of the call; the woven assembly is on the stack.</summary>
    private void Begin(int member)
    {
        _il.Emit(OpCodes.Ldc_I4, member);
        _il.Emit(OpCodes.Ldarg, _shim.Parameters[Count]);
        _il.Emit(OpCodes.Ldc_I4, Count);
        _il.Emit(OpCodes.Newarr, _types.Object);
        for (int i = 0; i < Count; i++)
        {
            if (GenericTypes.CanBox(_shim.Parameters[i].ParameterType))
            {
                _il.Emit(OpCodes.Dup);
                _il.Emit(OpCodes.Ldc_I4, i);
                _il.Emit(OpCodes.Ldarg, _shim.Parameters[i]);
                _il.Emit(OpCodes.Box, GenericTypes.Bare(_shim.Parameters[i].ParameterType));
                _il.Emit(OpCodes.Stelem_Ref);
            }
        }

        _il.Emit(OpCodes.Call, _core.Begin);
        _il.Emit(OpCodes.Stloc, _watched);
    }

    /// <summary>Who watches may have changed what the member is called with.</summary>
    private void CallWithWatchedArguments(OpCode call)
    {
        for (int i = 0; i < Count; i++)
        {
            TypeReference type = _shim.Parameters[i].ParameterType;
            if (GenericTypes.CanBox(type))
            {
                _il.Emit(OpCodes.Ldloc, _watched);
                _il.Emit(OpCodes.Callvirt, _core.Arguments);
                _il.Emit(OpCodes.Ldc_I4, i);
                _il.Emit(OpCodes.Ldelem_Ref);
                _il.Emit(OpCodes.Unbox_Any, GenericTypes.Bare(type));
            }
            else
            {
                _il.Emit(OpCodes.Ldarg, _shim.Parameters[i]);
            }
        }

        _il.Emit(call, _called);
        if (_result is not null)
        {
            _il.Emit(OpCodes.Stloc, _result);
        }
    }

    private void TellResult()
    {
        _il.Emit(OpCodes.Ldloc, _watched);
        if (TellsResult)
        {
            _il.Emit(OpCodes.Ldloc, _result);
            _il.Emit(OpCodes.Box, _shim.ReturnType);
            _il.Emit(OpCodes.Callvirt, _core.Returned);
        }
        else
        {
            _il.Emit(OpCodes.Callvirt, _core.ReturnedNothing);
        }
    }

    /// <summary>Who watches may have changed what comes of it.</summary>
    private void TakeResult(Instruction after)
    {
        Instruction leave = _il.Create(OpCodes.Leave, after);
        if (TellsResult)
        {
            _il.Emit(OpCodes.Ldloc, _watched);
            _il.Emit(OpCodes.Callvirt, _core.HasResult);
            _il.Emit(OpCodes.Brfalse, leave);
            _il.Emit(OpCodes.Ldloc, _watched);
            _il.Emit(OpCodes.Callvirt, _core.Result);
            _il.Emit(OpCodes.Unbox_Any, _shim.ReturnType);
            _il.Emit(OpCodes.Stloc, _result);
        }

        _il.Append(leave);
    }
}
