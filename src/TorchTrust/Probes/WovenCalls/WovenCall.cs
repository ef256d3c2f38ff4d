using System.ComponentModel;
using System.Runtime.CompilerServices;
using TorchTrust.Probes;
using static TorchSharp.torch;
using CallSite = TorchTrust.Probes.CallSite;

namespace TorchTrust;

/// <summary>
/// One call of TorchSharp that somebody watches, from its beginning to its end. A shim makes it as often as
/// <see cref="Again"/> says. For woven code alone: nothing that is written by hand needs it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WovenCall
{
    [ThreadStatic]
    private static WovenCall? _current;

    private readonly WovenAssembly _assembly;
    private readonly int _place;
    private int _times = 1;
    private int _made;
    private Func<object?, object?>? _replace;
    private CallSite? _site;
    private int _hookRuns;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal WovenCall(WovenAssembly assembly, int member, int place, object?[] arguments)
    {
        _assembly = assembly;
        _place = place;
        Member = assembly.Members[member];
        Arguments = arguments;
        Outer = _current;
        _current = this;
    }

    /// <summary>The arguments, the object first where there is one.</summary>
#pragma warning disable CA1819 // Woven code reads the array itself: it is made for this one call.
    public object?[] Arguments { get; }
#pragma warning restore CA1819

    /// <summary>What the call gave; null before, and where it gives nothing.</summary>
    public object? Result { get; private set; }

    /// <summary>Whether there is a result.</summary>
    public bool HasResult { get; private set; }

    /// <summary>What is called.</summary>
    internal WovenMember Member { get; }

    /// <summary>What is called and where.</summary>
    internal CallSite Site => _site ??= new CallSite(Member, _assembly.Places[_place], _assembly.Name, _place);

    /// <summary>The call within which this one is made, on this thread: a step that calls a closure; null for none.</summary>
    internal WovenCall? Outer { get; }

    /// <summary>What the call is made on; null for a static one.</summary>
    internal object? Object => Member.Parameters.Count > 0 && Member.Parameters[0] == WovenMember.This ? Arguments[0] : null;

    /// <summary>Whether the call is to be made once more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Again()
    {
        if (_made >= _times)
        {
            return false;
        }

        if (Member.Kind == CallKind.Forward && Object is nn.Module module)
        {
            _hookRuns = ForwardObservers.HookRuns(module);
            ForwardObservers.Begin(module, Arguments.AsSpan(1));
        }

        foreach (CallObserver observer in WovenCode.Observers)
        {
            if ((observer.Kinds & Member.Kind) != 0)
            {
                observer.Calling(this);
            }
        }

        return true;
    }

    /// <summary>The call has given nothing.</summary>
    public void Returned()
    {
        _made++;
        Tell();
    }

    /// <summary>The call has given a result.</summary>
    /// <param name="result">The result.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Returned(object? result)
    {
        _made++;
        if (Member.Kind == CallKind.Forward && Object is nn.Module module && ForwardObservers.HookRuns(module) == _hookRuns
            && !IsWithinItself(module))
        {
            result = ForwardObservers.End(module, Arguments.AsSpan(1).ToArray(), result);
        }

        Result = _replace is null ? result : _replace(result);
        HasResult = true;
        Tell();
    }

    /// <summary>The call has ended, by a result or by an exception.</summary>
    public void End() => _current = Outer;

    /// <summary>An argument by its name.</summary>
    /// <returns>False if the overload has no such parameter.</returns>
    internal bool TryArgument(string name, out object? value)
    {
        int index = Member.IndexOf(name);
        value = index < 0 ? null : Arguments[index];
        return index >= 0;
    }

    /// <summary>Leaves the call out.</summary>
    /// <exception cref="InvalidOperationException">The program needs what the call gives.</exception>
    internal void LeaveOut()
    {
        (Result, HasResult) = Member.LeftOut switch
        {
            LeftOut.Nothing => (null, false),
            LeftOut.Receiver => (Arguments[0], true),
            LeftOut.SameGradientMode => ((object?)set_grad_enabled(is_grad_enabled()), true),
            _ => throw new InvalidOperationException($"{Member.DisplayName} cannot be left out: the program needs what it gives."),
        };
        _times = 0;
    }

    /// <summary>Makes the call several times.</summary>
    internal void Repeat(int times) => _times = times;

    /// <summary>Gives the program another result.</summary>
    internal void ReplaceResult(Func<object?, object?> replace) => _replace = replace;

    /// <summary>
    /// Overloads of a module that derives from <c>nn.Module</c> itself may call each other: that is one run of the module. Where
    /// TorchSharp declares <c>forward</c>, a module that runs within itself runs twice.
    /// </summary>
    private bool IsWithinItself(nn.Module module)
    {
        if (Member.Type.StartsWith("torch.", StringComparison.Ordinal) || Member.Type.StartsWith("Modules.", StringComparison.Ordinal))
        {
            return false;
        }

        for (WovenCall? outer = Outer; outer is not null; outer = outer.Outer)
        {
            if (outer.Member.Kind == CallKind.Forward && ReferenceEquals(outer.Object, module))
            {
                return true;
            }
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Tell()
    {
        foreach (CallObserver observer in WovenCode.Observers)
        {
            if ((observer.Kinds & Member.Kind) != 0)
            {
                observer.Called(this);
            }
        }
    }
}
