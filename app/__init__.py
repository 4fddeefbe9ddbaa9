"""Học Vụ Số: lessons, practice and certification of basic digital skills. Start reading at app/main.py."""
