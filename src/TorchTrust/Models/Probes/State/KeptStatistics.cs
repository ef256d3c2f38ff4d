using System.Reflection;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>
/// Finds modules of the user's own that keep a statistic of their samples: what a call in training mode leaves in their buffers,
/// parameters or fields depends on the samples and not on their number, and a call in eval mode reads it. That is batch
/// normalization, written by hand.
/// </summary>
internal static class KeptStatistics
{
    private const long OtherCount = ModelSession.BatchSize - 1;

    /// <summary>The paths of the modules, as built; the session is put back.</summary>
    public static IReadOnlyList<string> In(ModelSession session)
    {
        using var scope = NewDisposeScope();
        session.Restore();
        (string Path, Cell[] Cells)[] modules =
        [
            .. session.Modules.Where(entry => ObjectGraph.IsUserType(entry.Module.GetType()))
                .Select(entry => (entry.Path, Cells: CellsOf(entry.Module))).Where(entry => entry.Cells.Length > 0),
        ];
        object?[][] before = Read(modules);
        object?[][]? one = AfterTraining(session, modules, ModelSession.BatchSize, draw: 0);
        if (one is null || !before.Zip(one).Any(pair => Differ(pair.First, pair.Second)))
        {
            session.Restore();
            return [];
        }

        object?[][]? two = AfterTraining(session, modules, OtherCount, draw: 1);
        var keepers = new List<string>();
        for (int i = 0; i < modules.Length && two is not null; i++)
        {
            if (Differ(before[i], one[i]) && Differ(one[i], two[i]) && HaveOneShape(one[i], two[i])
                && IsRead(session, modules[i].Cells, one[i], two[i]))
            {
                keepers.Add(modules[i].Path);
            }
        }

        session.Restore();
        return keepers;
    }

    private static object?[][] Read((string Path, Cell[] Cells)[] modules) =>
        [.. modules.Select(module => module.Cells.Select(cell => cell.Get()).ToArray())];

    private static object?[][]? AfterTraining(ModelSession session, (string Path, Cell[] Cells)[] modules, long count, long draw)
    {
        session.Restore();
        try
        {
            session.Run(session.Inputs(count, draw), ForwardMode.Training);
            return Read(modules);
        }
        catch (SubjectException)
        {
            // Whoever takes one number of samples only keeps what it may: another check says so.
            return null;
        }
    }

    /// <summary>Whether what the module gives in eval mode depends on what training has left in it.</summary>
    private static bool IsRead(ModelSession session, Cell[] cells, object?[] one, object?[] two)
    {
        ForwardResult Evaluate(object?[] values)
        {
            session.Restore();
            foreach ((Cell cell, object? value) in cells.Zip(values))
            {
                cell.Set(value);
            }

            return session.RunOn(session.Inputs(), ForwardMode.Eval);
        }

        try
        {
            return !Outputs.AreEqual(Evaluate(one), Evaluate(two));
        }
        catch (SubjectException)
        {
            return false;
        }
    }

    private static bool Differ(object?[] a, object?[] b) => a.Zip(b).Any(pair => !(pair is (Tensor x, Tensor y)
        ? TensorBits.AreEqual(x, y)
        : Equals(pair.First, pair.Second)));

    private static bool HaveOneShape(object?[] a, object?[] b) => a.Zip(b).All(pair =>
        pair is not (Tensor x, Tensor y) || x.shape.AsSpan().SequenceEqual(y.shape));

    /// <summary>What a module holds itself: what it has registered, and its fields of tensors and numbers.</summary>
    private static Cell[] CellsOf(nn.Module module)
    {
        Tensor[] registered = [.. RegisteredMembers.Tensors(module).Select(entry => entry.Tensor).Where(tensor => !tensor.IsInvalid)];
        return
        [
            .. registered.Select(tensor => new Cell(() => TensorBits.NativeCopy(tensor), value => Write(tensor, value))),
            .. ObjectGraph.UserFields(module.GetType()).Where(IsValue)
                .Where(field => !registered.Contains(field.GetValue(module), ReferenceEqualityComparer.Instance))
                .Select(field => new Cell(() => Copy(field.GetValue(module)), value => field.SetValue(module, value))),
        ];
    }

    private static bool IsValue(FieldInfo field) => !field.IsInitOnly
        && (field.FieldType == typeof(Tensor)
            || (field.FieldType.IsPrimitive && field.FieldType != typeof(nint) && field.FieldType != typeof(nuint)));

    private static object? Copy(object? value) => value is Tensor tensor ? tensor.IsInvalid ? null : TensorBits.NativeCopy(tensor) : value;

    private static void Write(Tensor tensor, object? value)
    {
        using IDisposable _ = no_grad();
        tensor.detach().copy_((Tensor)value!);
    }

    /// <summary>One value that a module holds.</summary>
    private sealed record Cell(Func<object?> Get, Action<object?> Set);
}
