namespace TorchTrust.WatchPrograms.Faulty;

/// <summary>The history of losses keeps their graphs.</summary>
internal static class KeepsGraphs
{
    public static void Run()
    {
        Sequential model = Digits.Model();
        using optim.Optimizer optimizer = optim.Adam(model.parameters(), lr: 1e-2);
        List<Tensor> losses = [];
        for (int epoch = 0; epoch < 5 * Digits.Epochs; epoch++)
        {
            foreach ((Tensor points, Tensor classes) in Digits.Shuffled(epoch))
            {
                optimizer.zero_grad();
                Tensor loss = F.cross_entropy(model.call(points), classes);
                loss.backward();
                optimizer.step();
                losses.Add(loss); // fault
            }

            Digits.Accuracy(model);
        }
        Console.WriteLine(losses.Count);
    }
}
