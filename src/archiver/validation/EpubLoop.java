/** epubcheck on many books in one machine: pairs of a book and the file that its report goes to. Run as `java -cp JARS EpubLoop.java ...`. */
public class EpubLoop {
    public static void main(String[] files) {
        for (int i = 0; i + 1 < files.length; i += 2)
            new com.adobe.epubcheck.tool.EpubChecker().run(new String[] {files[i], "--json", files[i + 1], "--quiet"});
    }
}
