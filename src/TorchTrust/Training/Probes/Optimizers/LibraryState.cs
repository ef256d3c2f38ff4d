using System.Collections;
using System.Reflection;
using TorchSharp.Modules;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Probes;

/// <summary>
/// The state of the optimizers and schedules of a loop, which can be put back: their fields, what their groups and dictionaries hold, and
/// the
/// content of the tensors in them. LBFGS is native, and cannot.
/// </summary>
internal sealed class LibraryState : IDisposable
{
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly List<(object Owner, FieldInfo Field, object? Value)> _fields = [];
    private readonly List<HolderState> _collections = [];
    private readonly List<(Tensor Tensor, Tensor Value)> _tensors = [];

    private LibraryState()
    {
    }

    /// <summary>Remembers what a loop holds; null where something of it cannot be put back.</summary>
    public static LibraryState? Of(LoopMembers members)
    {
        if (members.Optimizers.Any(entry => entry.Optimizer is not OptimizerHelper))
        {
            return null;
        }

        var state = new LibraryState();
        foreach (OptimizerHelper optimizer in members.Optimizers.Select(entry => entry.Optimizer).Cast<OptimizerHelper>())
        {
            state.Visit(optimizer);
            try
            {
                // The states of parameters stand in a dictionary of the library's own, which is no collection of .NET's.
                state.VisitAll(optimizer.state_dict().State);
            }
            catch (KeyNotFoundException)
            {
                state.Dispose();
                return null;
            }
        }

        foreach ((string _, optim.lr_scheduler.LRScheduler schedule) in members.Schedules)
        {
            state.Visit(schedule);
        }

        return state;
    }

    /// <summary>Puts everything back.</summary>
    /// <returns>False where a tensor was disposed meanwhile.</returns>
    public bool Restore()
    {
        foreach ((object owner, FieldInfo field, object? value) in _fields)
        {
            field.SetValue(owner, value);
        }

        _collections.ForEach(collection => collection.Restore());
        if (_tensors.Any(entry => entry.Tensor.IsInvalid))
        {
            return false;
        }

        using IDisposable _ = no_grad();
        foreach ((Tensor tensor, Tensor value) in _tensors)
        {
            tensor.detach().copy_(value);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _tensors.ForEach(entry => entry.Value.Dispose());

    private void Visit(object? value)
    {
        if (value is null or string or Parameter or Delegate || value.GetType().IsValueType || !_seen.Add(value))
        {
            return;
        }

        switch (value)
        {
            case Tensor tensor:
                tensor.DetachFromDisposeScope();
                _tensors.Add((tensor, TensorBits.NativeCopy(tensor).DetachFromDisposeScope()));
                break;
            case IDictionary dictionary:
                _collections.Add(new HolderState(dictionary));
                VisitAll(dictionary.Values);
                break;
            case IList { IsReadOnly: false } list:
                _collections.Add(new HolderState(list));
                VisitAll(list);
                break;
            case optim.Optimizer or optim.lr_scheduler.LRScheduler or ParamGroup or OptimizerOptions or OptimizerState:
                VisitFields(value);
                break;
        }
    }

    private void VisitAll(IEnumerable values)
    {
        foreach (object? value in values)
        {
            Visit(value);
        }
    }

    private void VisitFields(object value)
    {
        foreach (FieldInfo field in TensorTree.InstanceFields(value.GetType())
            .Where(field => !field.IsInitOnly && !typeof(System.Runtime.InteropServices.SafeHandle).IsAssignableFrom(field.FieldType)))
        {
            object? held = field.GetValue(value);
            _fields.Add((value, field, held));
            Visit(held);
        }
    }
}
